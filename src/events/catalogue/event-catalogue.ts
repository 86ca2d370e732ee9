import { Injectable } from '@nestjs/common';
import type { EventType } from './event-type.js';
import { HOTEL_EVENTS } from './hotel-events.js';

/** Every kind of event that subscribers can get; each part of the hub registers its own. */
@Injectable()
export class EventCatalogue {
  private readonly types = new Map<string, EventType>();

  constructor() {
    this.register(HOTEL_EVENTS);
  }

  register(types: readonly EventType[]): void {
    for (const type of types) this.types.set(type.event, type);
  }

  list(): EventType[] {
    return [...this.types.values()].sort((a, b) => (a.event < b.event ? -1 : 1));
  }

  find(event: string): EventType | undefined {
    return this.types.get(event);
  }

  /** Whether a subscription such as `payment.received`, `payment.*` or `*` can ever match something known. */
  knows(pattern: string): boolean {
    if (pattern === '*') return true;
    return [...this.types.keys()].some((event) => matches(pattern, event));
  }
}

/** Whether an event is meant by a subscription: its own name, `<subject>.*`, or `*`. */
export function matches(pattern: string, event: string): boolean {
  if (pattern === '*' || pattern === event) return true;
  return pattern.endsWith('.*') && event.startsWith(pattern.slice(0, -1));
}
