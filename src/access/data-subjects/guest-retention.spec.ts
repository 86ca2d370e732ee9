import { describe, expect, it } from '@jest/globals';
import type { Log } from '#core/logging/log.js';
import {
  type PersonalDataSource,
  PersonalDataSources,
} from '#core/privacy/personal-data-source.js';
import { settingsSchema } from '#core/settings/settings.schemas.js';
import type { SettingsService } from '#core/settings/settings.service.js';
import type { Rounds } from '#core/time/rounds.js';
import { GuestRetention } from './guest-retention.js';

function aRetention(forget: PersonalDataSource['forget'], days: number): GuestRetention {
  const sources = new PersonalDataSources();
  sources.register({
    name: 'payments',
    keeps: '',
    find: () => Promise.resolve({ rows: [], scanned: 0 }),
    erase: () => Promise.resolve(0),
    forget,
  });
  const settings = { current: settingsSchema.parse({ privacy: { guest_data_days: days } }) };
  const clock = { now: () => new Date('2026-11-21T00:00:00Z') };
  return new GuestRetention(
    { isStopping: false } as Rounds,
    sources,
    settings as SettingsService,
    clock,
    {
      info: () => undefined,
    } as unknown as Log,
  );
}

describe('guest retention', () => {
  it('forgets what ended before the owner’s number of days', async () => {
    const asked: string[] = [];
    await aRetention((before) => {
      asked.push(before.toISOString());
      return Promise.resolve(0);
    }, 30).run();
    expect(asked).toEqual(['2026-10-22T00:00:00.000Z']);
  });

  it('goes on in slices until one is not full', async () => {
    let left = 1_200;
    const total = await aRetention((_before, limit) => {
      const erased = Math.min(limit, left);
      left -= erased;
      return Promise.resolve(erased);
    }, 730).run();
    expect([total, left]).toEqual([1_200, 0]);
  });
});
