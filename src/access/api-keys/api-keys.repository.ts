import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `api_keys`, without the hash. */
export interface ApiKeyRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly created_by: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
  readonly expires_at: Date | null;
  /** Null: as the settings say; 0: none. */
  readonly rate_limit_per_minute: number | null;
}

export type NewApiKeyRow = Pick<
  ApiKeyRow,
  | 'id'
  | 'property_id'
  | 'name'
  | 'prefix'
  | 'scopes'
  | 'created_by'
  | 'expires_at'
  | 'rate_limit_per_minute'
> & { readonly hash: Buffer };

export interface ApiKeyFilter {
  /** Null lists the keys of all properties. */
  readonly propertyId: string | null;
  readonly beforeId: string | undefined;
  readonly limit: number;
}

const COLUMNS =
  'id, property_id, name, prefix, scopes, created_by, created_at, last_used_at, revoked_at, expires_at, rate_limit_per_minute';

@Injectable()
export class ApiKeysRepository {
  /** Also finds revoked and expired keys. One probe of the unique index on `hash`. */
  async findByHash(sql: Sql, hash: Buffer): Promise<ApiKeyRow | undefined> {
    const [row] = await sql.prepared<ApiKeyRow>(
      'api_key_by_hash',
      `SELECT ${COLUMNS} FROM api_keys WHERE hash = $1`,
      [hash],
    );
    return row;
  }

  /** Takes the row's lock, so that two revocations write one audit row. */
  async findForUpdate(tx: Sql, id: string): Promise<ApiKeyRow | undefined> {
    const [row] = await tx.query<ApiKeyRow>(
      `SELECT ${COLUMNS} FROM api_keys WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  /** Newest first, one row more than `limit` when there is more. */
  list(sql: Sql, { propertyId, beforeId, limit }: ApiKeyFilter): Promise<ApiKeyRow[]> {
    return sql.query<ApiKeyRow>(
      `SELECT ${COLUMNS} FROM api_keys
        WHERE ($1::uuid IS NULL OR property_id = $1) AND ($2::uuid IS NULL OR id < $2)
        ORDER BY id DESC LIMIT $3`,
      [propertyId, beforeId ?? null, limit + 1],
    );
  }

  async insert(tx: Sql, row: NewApiKeyRow): Promise<ApiKeyRow> {
    const [inserted] = (await tx.query<ApiKeyRow>(
      `INSERT INTO api_keys (id, property_id, name, prefix, hash, scopes, created_by, expires_at, rate_limit_per_minute)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
      [
        row.id,
        row.property_id,
        row.name,
        row.prefix,
        row.hash,
        row.scopes,
        row.created_by,
        row.expires_at,
        row.rate_limit_per_minute,
      ],
    )) as [ApiKeyRow];
    return inserted;
  }

  async revoke(tx: Sql, id: string, at: Date): Promise<void> {
    await tx.query('UPDATE api_keys SET revoked_at = $2 WHERE id = $1', [id, at]);
  }

  async setRateLimit(tx: Sql, id: string, perMinute: number | null): Promise<void> {
    await tx.query('UPDATE api_keys SET rate_limit_per_minute = $2 WHERE id = $1', [id, perMinute]);
  }

  /** The condition keeps several instances together at one write a minute. */
  async markUsed(sql: Sql, id: string, at: Date): Promise<void> {
    await sql.query(
      `UPDATE api_keys SET last_used_at = $2
        WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute')`,
      [id, at],
    );
  }

  /** Whether any system has ever called with one that is still valid. */
  async isAnyUsed(sql: Sql): Promise<boolean> {
    const rows = await sql.query(
      'SELECT FROM api_keys WHERE last_used_at IS NOT NULL AND revoked_at IS NULL LIMIT 1',
    );
    return rows.length > 0;
  }

  /** Tells every instance to forget what it remembers, at the moment the transaction commits. */
  async announceChange(tx: Sql, id: string): Promise<void> {
    await tx.query('SELECT pg_notify($1, $2)', [API_KEYS_CHANNEL, id]);
  }
}

/** Payload: the id of the key that was created or revoked. */
export const API_KEYS_CHANNEL = 'api_keys';
