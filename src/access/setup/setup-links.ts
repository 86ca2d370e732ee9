/** One-time links that let whoever started the hub become its owner; only the token's hash is kept. */
import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { GoneError, UnknownSetupTokenError } from '../access.error.js';
import { SetupLinksRepository } from './setup-links.repository.js';

const VALID_MS = 24 * 60 * 60 * 1000;

@Injectable()
export class SetupLinks {
  constructor(
    private readonly repository: SetupLinksRepository,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a link. The token stands behind `#`, which browsers don't send, so that no proxy's log
   * has it.
   *
   * @returns the URL to print; it can't be had again
   */
  async create(tx: Sql): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.repository.insert(tx, hashOf(token), this.clock.now());
    return `${this.config.publicUrl}/setup#token=${token}`;
  }

  /**
   * @throws UnknownSetupTokenError when the token is not one of ours
   * @throws GoneError when the link was used, or is older than a day
   */
  async check(sql: Sql, token: string): Promise<void> {
    const link = await this.repository.find(sql, hashOf(token));
    if (!link) throw new UnknownSetupTokenError();
    if (link.used_at) throw new GoneError('This setup link was used already. Sign in instead.');
    if (this.clock.now().getTime() - link.created_at.getTime() >= VALID_MS) {
      throw new GoneError('This setup link has expired. Restart the hub: it prints a new one.');
    }
  }

  async markUsed(tx: Sql, token: string): Promise<void> {
    await this.repository.markUsed(tx, hashOf(token), this.clock.now());
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
