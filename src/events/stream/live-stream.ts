import { Injectable, type MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { SESSIONS_CHANNEL } from '#access/sessions/sessions.repository.js';
import { Notifications } from '#core/database/notifications.js';
import { News } from './news.js';
import type { StreamMessage } from './stream-message.js';

/** Proxies cut connections that are silent for a minute. */
const PING_MS = 20_000;

/** Open connections of people who watch. */
@Injectable()
export class LiveStream {
  private readonly watchers = new Set<Subscriber<MessageEvent>>();

  constructor(
    private readonly news: News,
    private readonly notifications: Notifications,
  ) {}

  /** News that the principal may see, until its connection closes or the hub stops. */
  open(principal: Principal): Observable<MessageEvent> {
    return new Observable((watcher) => {
      this.watchers.add(watcher);
      const stop = this.news.listen((message) => {
        if (isVisible(message, principal)) watcher.next({ type: message.topic, data: message });
      });
      const stopAsking = this.endWithRights(principal, watcher);
      const timer = setInterval(() => watcher.next({ type: 'ping', data: {} }), PING_MS);
      watcher.next({ type: 'ready', data: {} });
      return () => {
        clearInterval(timer);
        stop();
        stopAsking();
        this.watchers.delete(watcher);
      };
    });
  }

  /** When a person's rights change or sessions end, the browser connects again and is asked who it is. */
  private endWithRights(principal: Principal, watcher: Subscriber<MessageEvent>): () => void {
    if (principal.kind !== 'user') return () => undefined;
    return this.notifications.subscribe(SESSIONS_CHANNEL, (userId) => {
      if (userId === principal.id) watcher.complete();
    });
  }

  /** These requests would never end by themselves, and a hub that stops waits for its requests. */
  close(): void {
    for (const watcher of [...this.watchers]) watcher.complete();
  }
}

function isVisible({ property_id: propertyId }: StreamMessage, principal: Principal): boolean {
  return propertyId === null
    ? principal.propertyId === null
    : hasPropertyAccess(principal, propertyId);
}
