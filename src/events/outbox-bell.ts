import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { Notifications } from '#core/database/notifications.js';
import { Log } from '#core/logging/log.js';

const CHANNEL = 'kunci_outbox';
/** The transaction that rings has not committed yet; and rings of the same moment are one. */
const SETTLE_MS = 20;

/**
 * Wakes whoever tells subscribers, so that an event leaves within moments. A ring that is lost, or comes before its
 * transaction has committed, costs a second: the outbox is looked through again and again anyway.
 */
@Injectable()
export class OutboxBell implements OnModuleDestroy {
  private readonly listeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly notifications: Notifications,
    private readonly log: Log,
  ) {}

  ring(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.sound();
    }, SETTLE_MS);
  }

  /** Calls `listener` when something was written here or in another process. */
  onRing(listener: () => void): void {
    if (this.listeners.size === 0) this.notifications.subscribe(CHANNEL, () => this.tell());
    this.listeners.add(listener);
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  private sound(): void {
    if (this.config.runsWorkers) {
      this.tell();
      return;
    }
    this.notifications.publish(CHANNEL, '').catch((error: unknown) => {
      this.log.debug({ err: error }, 'the workers could not be told of an event; they will look');
    });
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
