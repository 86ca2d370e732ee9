import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';

/** A row of `setup_links`: the hash of a token that was printed once. */
export interface SetupLinkRow {
  readonly created_at: Date;
  readonly used_at: Date | null;
}

@Injectable()
export class SetupLinksRepository {
  async insert(tx: Sql, tokenHash: Buffer, at: Date): Promise<void> {
    await tx.query('INSERT INTO setup_links (token_hash, created_at) VALUES ($1, $2)', [
      tokenHash,
      at,
    ]);
  }

  async find(sql: Sql, tokenHash: Buffer): Promise<SetupLinkRow | undefined> {
    const [row] = await sql.query<SetupLinkRow>(
      'SELECT created_at, used_at FROM setup_links WHERE token_hash = $1',
      [tokenHash],
    );
    return row;
  }

  async markUsed(tx: Sql, tokenHash: Buffer, at: Date): Promise<void> {
    await tx.query('UPDATE setup_links SET used_at = $2 WHERE token_hash = $1', [tokenHash, at]);
  }
}
