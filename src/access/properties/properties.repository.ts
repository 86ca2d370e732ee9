import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `properties`: one hotel. */
export interface PropertyRow {
  readonly id: string;
  readonly name: string;
  readonly time_zone: string;
  readonly created_at: Date;
}

export interface PropertyFilter {
  /** Null lists all properties. */
  readonly id: string | null;
  readonly beforeId: string | undefined;
  readonly limit: number;
}

const COLUMNS = 'id, name, time_zone, created_at';

@Injectable()
export class PropertiesRepository {
  async find(sql: Sql, id: string): Promise<PropertyRow | undefined> {
    const [row] = await sql.query<PropertyRow>(`SELECT ${COLUMNS} FROM properties WHERE id = $1`, [
      id,
    ]);
    return row;
  }

  async findForUpdate(tx: Sql, id: string): Promise<PropertyRow | undefined> {
    const [row] = await tx.query<PropertyRow>(
      `SELECT ${COLUMNS} FROM properties WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  /** Newest first, one row more than `limit` when there is more. */
  list(sql: Sql, { id, beforeId, limit }: PropertyFilter): Promise<PropertyRow[]> {
    return sql.query<PropertyRow>(
      `SELECT ${COLUMNS} FROM properties
        WHERE ($1::uuid IS NULL OR id = $1) AND ($2::uuid IS NULL OR id < $2)
        ORDER BY id DESC LIMIT $3`,
      [id, beforeId ?? null, limit + 1],
    );
  }

  async insert(tx: Sql, row: Omit<PropertyRow, 'created_at'>): Promise<PropertyRow> {
    const [inserted] = (await tx.query<PropertyRow>(
      `INSERT INTO properties (id, name, time_zone) VALUES ($1, $2, $3) RETURNING ${COLUMNS}`,
      [row.id, row.name, row.time_zone],
    )) as [PropertyRow];
    return inserted;
  }

  async update(
    tx: Sql,
    { id, name, time_zone: zone }: Omit<PropertyRow, 'created_at'>,
  ): Promise<void> {
    await tx.query('UPDATE properties SET name = $2, time_zone = $3 WHERE id = $1', [
      id,
      name,
      zone,
    ]);
  }

  async hasAny(sql: Sql): Promise<boolean> {
    const rows = await sql.query('SELECT 1 FROM properties LIMIT 1');
    return rows.length > 0;
  }
}
