import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import type { UserRole } from '../roles.js';

/** A row of `sessions`, without the hash. */
export interface SessionRow {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

/** A session with what the guard needs to know of its user. */
export interface SessionOfUser extends SessionRow {
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  readonly property_id: string | null;
  readonly must_change_password: boolean;
  readonly disabled_at: Date | null;
}

export interface SessionFilter {
  readonly userId: string;
  readonly beforeId: string | undefined;
  readonly limit: number;
  /** Sessions that began or were seen before these have ended. */
  readonly beganAfter: Date;
  readonly seenAfter: Date;
}

/** Payload: the id of the user whose sessions or rights have changed. */
export const SESSIONS_CHANNEL = 'kunci_sessions';

const COLUMNS =
  's.id, s.user_id, s.created_at, s.last_seen_at, s.ip, s.user_agent, ' +
  'u.email, u.name, u.role, u.property_id, u.must_change_password, u.disabled_at';
const FROM = 'FROM sessions s JOIN users u ON u.id = s.user_id';

@Injectable()
export class SessionsRepository {
  /** One probe of the unique index on `token_hash`. */
  async findByHash(sql: Sql, hash: Buffer): Promise<SessionOfUser | undefined> {
    const [row] = await sql.prepared<SessionOfUser>(
      'session_by_hash',
      `SELECT ${COLUMNS} ${FROM} WHERE s.token_hash = $1`,
      [hash],
    );
    return row;
  }

  async find(sql: Sql, id: string): Promise<SessionOfUser | undefined> {
    const [row] = await sql.query<SessionOfUser>(`SELECT ${COLUMNS} ${FROM} WHERE s.id = $1`, [id]);
    return row;
  }

  /** Newest first, one row more than `limit` when there is more. */
  list(sql: Sql, filter: SessionFilter): Promise<SessionOfUser[]> {
    const { userId, beforeId, beganAfter, seenAfter, limit } = filter;
    return sql.query<SessionOfUser>(
      `SELECT ${COLUMNS} ${FROM}
        WHERE s.user_id = $1 AND ($2::uuid IS NULL OR s.id < $2) AND s.created_at > $3 AND s.last_seen_at > $4
        ORDER BY s.id DESC LIMIT $5`,
      [userId, beforeId ?? null, beganAfter, seenAfter, limit + 1],
    );
  }

  async insert(tx: Sql, row: SessionRow, tokenHash: Buffer): Promise<void> {
    await tx.query(
      `INSERT INTO sessions (id, user_id, token_hash, created_at, last_seen_at, ip, user_agent)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [row.id, row.user_id, tokenHash, row.created_at, row.last_seen_at, row.ip, row.user_agent],
    );
  }

  /** The condition keeps several processes together at one write a minute. */
  async markSeen(sql: Sql, id: string, at: Date): Promise<void> {
    await sql.query(
      `UPDATE sessions SET last_seen_at = $2
        WHERE id = $1 AND last_seen_at <= $2::timestamptz - interval '1 minute'`,
      [id, at],
    );
  }

  async delete(tx: Sql, id: string): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE id = $1', [id]);
  }

  /** Ends what the user has open, but for `exceptId`; returns how many there were. */
  async deleteOfUser(tx: Sql, userId: string, exceptId?: string): Promise<number> {
    const rows = await tx.query(
      'DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2::uuid RETURNING id',
      [userId, exceptId ?? null],
    );
    return rows.length;
  }

  /** Sessions that ended by themselves. */
  async deleteOver(tx: Sql, beganBefore: Date, seenBefore: Date): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE created_at <= $1 OR last_seen_at <= $2', [
      beganBefore,
      seenBefore,
    ]);
  }

  /** Tells every process to forget what it remembers, at the moment the transaction commits. */
  async announceChange(tx: Sql, userId: string): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [SESSIONS_CHANNEL, userId]);
  }
}
