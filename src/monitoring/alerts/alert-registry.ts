import { Injectable } from '@nestjs/common';
import type { AlertChannel, AlertRule } from './alert.types.js';

/** Rules and channels of all parts of the hub; each registers its own. */
@Injectable()
export class AlertRegistry {
  readonly rules: AlertRule[] = [];
  readonly channels: AlertChannel[] = [];
  private readonly listeners = new Set<() => void>();

  addRule(rule: AlertRule): void {
    this.rules.push(rule);
  }

  addChannel(channel: AlertChannel): void {
    this.channels.push(channel);
  }

  /** Something has just happened that a rule will want to see: look now rather than at the next turn. */
  lookSoon(): void {
    for (const listener of this.listeners) listener();
  }

  onLookSoon(listener: () => void): void {
    this.listeners.add(listener);
  }
}
