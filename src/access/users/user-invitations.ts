/** How somebody who was invited chooses a password: a link that works once and not for long. */
import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import type { Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { GoneError, UnknownInvitationError } from '../access.error.js';
import { UserInvitationsRepository } from './user-invitations.repository.js';

const VALID_MS = 3 * 24 * 60 * 60 * 1000;

export interface Invitation {
  /** To hand to the user; it can't be had again. */
  readonly url: string;
  readonly expiresAt: Date;
}

@Injectable()
export class UserInvitations {
  constructor(
    private readonly repository: UserInvitationsRepository,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a link; one that was made before stops working. The token stands behind `#`, which browsers
   * don't send, so that no proxy's log has it.
   */
  async create(tx: Sql, userId: string): Promise<Invitation> {
    const token = randomBytes(32).toString('base64url');
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + VALID_MS);
    await this.repository.put(tx, { userId, tokenHash: hashOf(token), at, expiresAt });
    return { url: `${this.config.publicUrl}/invitation#token=${token}`, expiresAt };
  }

  /**
   * Whose invitation it is.
   *
   * @throws UnknownInvitationError when the token is not one of ours, was used or replaced
   * @throws GoneError when it is too old
   */
  async check(sql: Sql, token: string): Promise<string> {
    const row = await this.repository.find(sql, hashOf(token));
    if (!row) throw new UnknownInvitationError();
    if (row.expires_at <= this.clock.now()) {
      throw new GoneError('This invitation has expired. Ask an owner of the hub for a new one.');
    }
    return row.user_id;
  }

  end(tx: Sql, userId: string): Promise<void> {
    return this.repository.delete(tx, userId);
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
