import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { z } from 'zod';
import { Notifications } from '#core/database/notifications.js';
import { Log } from '#core/logging/log.js';
import { condensed, packed, type StreamMessage, streamMessageSchema } from './stream-message.js';

const CHANNEL = 'kunci_news';
/** News of the same moment travel together. */
const COLLECT_MS = 200;

/**
 * News from wherever something happens to wherever somebody watches, in all processes. They are a convenience: a lost
 * one means a page that is refreshed a little later.
 */
@Injectable()
export class News implements OnModuleDestroy {
  private waiting: StreamMessage[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners = new Set<(message: StreamMessage) => void>();
  private isHearing = false;

  constructor(
    private readonly notifications: Notifications,
    private readonly log: Log,
  ) {}

  tell(message: StreamMessage): void {
    this.waiting.push(message);
    this.timer ??= setTimeout(() => void this.flush(), COLLECT_MS);
  }

  /** Hears the news of all processes; returns how to stop. */
  listen(listener: (message: StreamMessage) => void): () => void {
    if (!this.isHearing) this.notifications.subscribe(CHANNEL, (text) => this.hear(text));
    this.isHearing = true;
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const messages = condensed(this.waiting.splice(0));
    try {
      for (const text of packed(messages)) await this.notifications.publish(CHANNEL, text);
    } catch (error) {
      this.log.debug({ err: error }, 'news could not be told');
    }
  }

  private hear(text: string): void {
    const messages = z.array(streamMessageSchema).safeParse(safeJson(text));
    for (const message of messages.data ?? []) {
      for (const listener of this.listeners) listener(message);
    }
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
