import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database, type Sql } from '#core/database/database.js';
import type { Guest } from '#core/privacy/guest.js';
import { Vault } from '#core/vault/vault.js';
import type { Actor } from '../principal.js';

/** For how long a request is left to the worker that claimed it; each slice renews it. */
const LEASE_S = 120;

export interface ErasureCounts {
  readonly scanned: number;
  readonly found: number;
  readonly erased: number;
  readonly kept: number;
  readonly done: boolean;
  readonly size: number | null;
  readonly stays: readonly string[];
}

/** Of a source that nobody has begun to look through. */
export const NOTHING: ErasureCounts = {
  scanned: 0,
  found: 0,
  erased: 0,
  kept: 0,
  done: false,
  size: null,
  stays: [],
};

/** A row of `data_subject_requests`. */
export interface ErasureRow {
  readonly id: string;
  readonly kind: 'erase' | 'preview';
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  /** Who is asked for; forgotten with the end. */
  readonly guest_sealed: string | null;
  readonly fields: readonly string[];
  readonly reason: string | null;
  readonly requested_by: Actor;
  /** The source that is being worked on, and where its next slice begins. */
  readonly source: string | null;
  readonly after: string | null;
  readonly counts: Readonly<Record<string, ErasureCounts>>;
  readonly attempts: number;
  readonly error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}

export interface ErasureProgress {
  readonly source: string;
  readonly after: string | null;
  readonly counts: Readonly<Record<string, ErasureCounts>>;
}

const guestSchema = z.object({
  email: z.string().nullable(),
  phone: z.string().nullable(),
  orderId: z.string().nullable(),
  name: z.string().nullable(),
  handles: z.array(z.string()),
});

/** What a sealed guest belongs to. */
export function aadOfRequest(id: string): string {
  return `data-subject:${id}`;
}

/** Rows of `data_subject_requests`. Whom they are about is sealed, as names and addresses are. */
@Injectable()
export class ErasureRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async insert(
    tx: Sql,
    request: Pick<ErasureRow, 'id' | 'kind' | 'fields' | 'reason' | 'requested_by'> & {
      guest: Guest;
    },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO data_subject_requests (id, kind, status, guest_sealed, fields, reason, requested_by, due_at)
       VALUES ($1, $2, 'queued', $3, $4, $5, $6, now())`,
      [
        request.id,
        request.kind,
        this.seal(request.id, request.guest),
        request.fields,
        request.reason,
        JSON.stringify(request.requested_by),
      ],
    );
  }

  async findById(id: string): Promise<ErasureRow | undefined> {
    const [row] = await this.database.query<ErasureRow>(
      'SELECT * FROM data_subject_requests WHERE id = $1',
      [id],
    );
    return row;
  }

  /** The next request that is due; others leave it alone until its lease ends. */
  async claim(): Promise<ErasureRow | undefined> {
    const [row] = await this.database.query<ErasureRow>(
      `UPDATE data_subject_requests SET status = 'running', attempts = attempts + 1,
              due_at = now() + interval '${LEASE_S} seconds'
       WHERE id = (SELECT id FROM data_subject_requests WHERE due_at <= now()
                   ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *`,
    );
    return row;
  }

  guestOf({ id, guest_sealed: sealed }: ErasureRow): Guest {
    if (sealed === null) throw new Error('the request has ended, so its guest is forgotten');
    return guestSchema.parse(
      JSON.parse(this.vault.open(sealed, aadOfRequest(id)).toString('utf8')),
    );
  }

  /** What was found by index has to survive a restart: the rows that told of it may be erased by then. */
  async keepGuest(id: string, guest: Guest): Promise<void> {
    await this.database.query('UPDATE data_subject_requests SET guest_sealed = $2 WHERE id = $1', [
      id,
      this.seal(id, guest),
    ]);
  }

  async advance(tx: Sql, id: string, { source, after, counts }: ErasureProgress): Promise<void> {
    await tx.query(
      `UPDATE data_subject_requests SET source = $2, after = $3, counts = $4, error = NULL, attempts = 1,
              due_at = now() + interval '${LEASE_S} seconds'
       WHERE id = $1`,
      [id, source, after, JSON.stringify(counts)],
    );
  }

  async end(tx: Sql, id: string, error: string | null): Promise<void> {
    await tx.query(
      `UPDATE data_subject_requests SET status = $2, error = $3, guest_sealed = NULL, due_at = NULL,
              finished_at = now() WHERE id = $1`,
      [id, error === null ? 'done' : 'failed', error],
    );
  }

  async retryLater(id: string, error: string, delayS: number): Promise<void> {
    await this.database.query(
      'UPDATE data_subject_requests SET error = $2, due_at = now() + make_interval(secs => $3) WHERE id = $1',
      [id, error, delayS],
    );
  }

  private seal(id: string, guest: Guest): string {
    return this.vault.seal(JSON.stringify(guest), aadOfRequest(id));
  }
}
