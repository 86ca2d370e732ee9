import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `user_invitations`: the hash of a token that was shown once. */
export interface UserInvitationRow {
  readonly user_id: string;
  readonly expires_at: Date;
}

export interface NewInvitation {
  readonly userId: string;
  readonly tokenHash: Buffer;
  readonly at: Date;
  readonly expiresAt: Date;
}

@Injectable()
export class UserInvitationsRepository {
  /** One for each user: a new one takes the place of the old one. */
  async put(tx: Sql, { userId, tokenHash, at, expiresAt }: NewInvitation): Promise<void> {
    await tx.query(
      `INSERT INTO user_invitations (user_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id) DO UPDATE SET token_hash = $2, created_at = $3, expires_at = $4`,
      [userId, tokenHash, at, expiresAt],
    );
  }

  /** Inside a transaction it takes the row's lock, so that a link is used once. */
  async find(sql: Sql, tokenHash: Buffer): Promise<UserInvitationRow | undefined> {
    const [row] = await sql.query<UserInvitationRow>(
      'SELECT user_id, expires_at FROM user_invitations WHERE token_hash = $1 FOR UPDATE',
      [tokenHash],
    );
    return row;
  }

  async delete(tx: Sql, userId: string): Promise<void> {
    await tx.query('DELETE FROM user_invitations WHERE user_id = $1', [userId]);
  }
}
