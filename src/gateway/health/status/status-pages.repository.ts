import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';

export interface StatusPageRow {
  readonly id: string;
  readonly property_id: string | null;
  readonly key: string;
  readonly created_at: Date;
  readonly created_by: string;
}

export interface StatusPlace {
  readonly property_id: string | null;
  readonly name: string | null;
  readonly time_zone: string | null;
}

/** Links to status pages. There are few: one for a screen at the desk, one for a phone. */
@Injectable()
export class StatusPagesRepository {
  constructor(private readonly database: Database) {}

  list(): Promise<StatusPageRow[]> {
    return this.database.query<StatusPageRow>(
      'SELECT * FROM status_pages ORDER BY id DESC LIMIT 200',
    );
  }

  /** What the page with that key shows; a page of all properties has the zone of the first. */
  async findPlace(key: string): Promise<StatusPlace | undefined> {
    const [row] = await this.database.query<StatusPlace>(
      `SELECT s.property_id, p.name,
              coalesce(p.time_zone, (SELECT time_zone FROM properties ORDER BY id LIMIT 1)) AS time_zone
       FROM status_pages s LEFT JOIN properties p ON p.id = s.property_id WHERE s.key = $1`,
      [key],
    );
    return row;
  }

  async hasProperty(id: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM properties WHERE id = $1', [id]);
    return rows.length > 0;
  }

  async insert(tx: Sql, row: Omit<StatusPageRow, 'created_at'>): Promise<StatusPageRow> {
    const [inserted] = (await tx.query<StatusPageRow>(
      `INSERT INTO status_pages (id, property_id, key, created_by) VALUES ($1, $2, $3, $4) RETURNING *`,
      [row.id, row.property_id, row.key, row.created_by],
    )) as [StatusPageRow];
    return inserted;
  }

  async remove(tx: Sql, id: string): Promise<StatusPageRow | undefined> {
    const [row] = await tx.query<StatusPageRow>(
      'DELETE FROM status_pages WHERE id = $1 RETURNING *',
      [id],
    );
    return row;
  }
}
