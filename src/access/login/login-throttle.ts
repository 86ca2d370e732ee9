/**
 * Slows guessing down. Attempts are counted before the password is looked at, so that many at once
 * gain nothing, and in the database, so that many processes count as one. The wait grows with every
 * failure and ends by itself: nobody is locked out for ever, and a stranger who guesses from elsewhere
 * makes the owner wait a minute at most.
 */
import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { TooManyAttemptsError } from '../access.error.js';
import { LoginThrottleRepository, type ThrottleRow } from './login-throttle.repository.js';
import { delayS, THROTTLE_RULES, type ThrottleKey } from './throttle-rules.js';

/** Failures are forgotten when there was none for this long. */
const FORGET_MS = 6 * 60 * 60 * 1000;

@Injectable()
export class LoginThrottle {
  constructor(
    private readonly database: Database,
    private readonly repository: LoginThrottleRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt as failed; `succeed` or `giveBack` takes it back.
   *
   * @returns for how many seconds the next attempt will be refused
   * @throws TooManyAttemptsError while an earlier failure makes this one wait
   */
  enter(keys: readonly ThrottleKey[]): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const rows = await this.lock(tx, keys, now);
      const waitMs = Math.max(...rows.map((row) => row.blocked_until.getTime() - now.getTime()));
      if (waitMs > 0) throw new TooManyAttemptsError(Math.ceil(waitMs / 1000));
      const counted = rows.map((row) => count(row, keys, now));
      await this.repository.update(tx, counted);
      await this.repository.forgetBefore(tx, new Date(now.getTime() - FORGET_MS));
      return Math.max(
        ...counted.map((row) => Math.ceil((row.blocked_until.getTime() - now.getTime()) / 1000)),
      );
    });
  }

  /** The attempt was right. What was counted for the person is forgotten, for the address only this one. */
  async succeed(keys: readonly ThrottleKey[]): Promise<void> {
    const shared = keys.filter(({ rule }) => THROTTLE_RULES[rule].isShared);
    await this.giveBack(shared);
    const own = keys.filter((key) => !shared.includes(key));
    await this.repository.delete(
      this.database,
      own.map(({ key }) => key),
    );
  }

  /** The attempt was neither right nor wrong: as if it had not been made. */
  async giveBack(keys: readonly ThrottleKey[]): Promise<void> {
    await this.repository.giveBack(
      this.database,
      keys.map(({ key }) => key),
      this.clock.now(),
    );
  }

  private async lock(tx: Sql, keys: readonly ThrottleKey[], now: Date): Promise<ThrottleRow[]> {
    // Always in the same order, so that two attempts wait for each other instead of dying together.
    const names = keys.map(({ key }) => key).sort();
    return this.repository.lock(tx, names, now);
  }
}

function count(row: ThrottleRow, keys: readonly ThrottleKey[], now: Date): ThrottleRow {
  const rule = keys.find(({ key }) => key === row.key)?.rule ?? 'account';
  const isForgotten = row.failed_at.getTime() <= now.getTime() - FORGET_MS;
  const failures = (isForgotten ? 0 : row.failures) + 1;
  const blockedUntil = new Date(now.getTime() + delayS(rule, failures) * 1000);
  return { key: row.key, failures, failed_at: now, blocked_until: blockedUntil };
}
