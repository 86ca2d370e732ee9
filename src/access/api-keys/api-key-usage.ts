import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { ApiKeysRepository } from './api-keys.repository.js';

const WRITE_EVERY_MS = 60_000;

/** Notes when keys were last used: at once for the first use, then at most once a minute a key. */
@Injectable()
export class ApiKeyUsage implements OnModuleDestroy {
  private readonly logger = new Logger(ApiKeyUsage.name);
  private readonly writtenAtMs = new Map<string, number>();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly repository: ApiKeysRepository,
    private readonly clock: Clock,
  ) {}

  /** Returns at once; the request doesn't wait for the write and doesn't fail with it. */
  touch(keyId: string): void {
    const now = this.clock.now();
    const writtenAtMs = this.writtenAtMs.get(keyId);
    if (writtenAtMs !== undefined && now.getTime() - writtenAtMs < WRITE_EVERY_MS) return;
    this.writtenAtMs.set(keyId, now.getTime());
    const write = this.write(keyId, now).finally(() => this.writing.delete(write));
    this.writing.add(write);
  }

  /** Lets started writes end before the database closes. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.writing);
  }

  private async write(keyId: string, at: Date): Promise<void> {
    try {
      await this.repository.markUsed(this.database, keyId, at);
    } catch (error) {
      this.logger.warn({ err: error, api_key_id: keyId }, 'last use of an API key was not noted');
    }
  }
}
