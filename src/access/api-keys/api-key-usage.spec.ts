import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Database } from '#core/database/database.js';
import { ApiKeyUsage } from './api-key-usage.js';
import { ApiKeysRepository } from './api-keys.repository.js';

class FakeRepository extends ApiKeysRepository {
  readonly written: string[] = [];
  failure: Error | undefined;

  override async markUsed(_sql: unknown, id: string, at: Date): Promise<void> {
    if (this.failure) throw this.failure;
    await Promise.resolve();
    this.written.push(`${id} ${at.getTime()}`);
  }
}

describe('ApiKeyUsage', () => {
  let repository: FakeRepository;
  let nowMs: number;
  let usage: ApiKeyUsage;

  beforeEach(() => {
    repository = new FakeRepository();
    nowMs = 0;
    usage = new ApiKeyUsage(undefined as unknown as Database, repository, {
      now: () => new Date(nowMs),
    });
  });

  it('notes the first use at once and the next a minute later', async () => {
    usage.touch('a');
    nowMs = 59_999;
    usage.touch('a');
    nowMs = 60_000;
    usage.touch('a');
    await usage.onModuleDestroy();

    expect(repository.written).toEqual(['a 0', 'a 60000']);
  });

  it('counts each key for itself', async () => {
    usage.touch('a');
    usage.touch('b');
    await usage.onModuleDestroy();

    expect(repository.written).toEqual(['a 0', 'b 0']);
  });

  it('logs a failed write and goes on', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    repository.failure = new Error('connection lost');

    usage.touch('a');
    await usage.onModuleDestroy();

    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
