import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { SessionsRepository } from './sessions.repository.js';

const WRITE_EVERY_MS = 60_000;
const MAX_ENTRIES = 10_000;

/** Notes when sessions were last used, at most once a minute each; what ends idle ones reads it. */
@Injectable()
export class SessionActivity implements OnModuleDestroy {
  private readonly logger = new Logger(SessionActivity.name);
  private readonly writtenAtMs = new Map<string, number>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly repository: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  /** Returns at once; the request doesn't wait for the write and doesn't fail with it. */
  touch(sessionId: string): void {
    const now = this.clock.now();
    const writtenAtMs = this.writtenAtMs.get(sessionId);
    if (writtenAtMs !== undefined && now.getTime() - writtenAtMs < WRITE_EVERY_MS) return;
    if (this.writtenAtMs.size >= MAX_ENTRIES) this.writtenAtMs.clear();
    this.writtenAtMs.set(sessionId, now.getTime());
    const write = this.write(sessionId, now).finally(() => this.writing.delete(write));
    this.writing.add(write);
  }

  /** Lets started writes end before the database closes. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.writing);
  }

  private async write(sessionId: string, at: Date): Promise<void> {
    try {
      await this.repository.markSeen(this.database, sessionId, at);
    } catch (error) {
      this.logger.warn({ err: error, session_id: sessionId }, 'use of a session was not noted');
    }
  }
}
