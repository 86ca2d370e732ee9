import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { Database, type Sql } from '#core/database/database.js';
import { Rounds } from '../time/rounds.js';
import { ConflictError, InvalidInputError } from '#core/errors/app-error.js';

/** One use of an Idempotency-Key: who asks for what, under which key, with which body. */
export interface IdempotentRequest {
  /** `<who>:<what>`, so that keys of two callers or two endpoints never meet. */
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** The stored outcome of the first request. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Row {
  readonly body_hash: string;
  readonly subject_id: string;
  readonly response_status: number | null;
  readonly response: unknown;
  readonly age_ms: number;
}

/**
 * What became of the thing that a key stands for, when the process that made it died before it could
 * answer; undefined while that is not known yet.
 */
export type RecoverAnswer = (subjectId: string) => Promise<StoredAnswer | undefined>;

const KEY_LENGTH = 255;
/** A second request waits this long for the first one to end. */
const WAIT_MS = 35_000;
const POLL_MS = 100;
/** No request runs this long: one without an answer by then was left by a process that died. */
const ABANDONED_MS = 45_000;
/** Twice what callers are promised. */
const KEPT = '48 hours';
/** More than come in a minute, few enough for a statement of milliseconds. */
const SLICE = 50_000;

const keySchema = z.string().trim().min(1).max(KEY_LENGTH);

/**
 * Makes a repeated request give the first one's answer. The key is claimed in the statement that
 * writes the thing it stands for, so there is never one without the other.
 */
@Injectable()
export class Idempotency implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      what: 'forgetting old idempotency keys',
      everyMs: 60_000,
      run: () => this.forgetOld(),
    });
  }

  /** @throws InvalidInputError when the header is missing or too long */
  request(scope: string, header: string | undefined, body: unknown): IdempotentRequest {
    const key = keySchema.safeParse(header);
    if (!key.success) {
      throw new InvalidInputError(
        'Idempotency-Key',
        `Send an Idempotency-Key header of 1 to ${KEY_LENGTH} characters: a new one for each new intent, the same one when you repeat a request.`,
        'required',
      );
    }
    return { scope, key: key.data, bodyHash: hashOf(body) };
  }

  /**
   * What came of the first request with this key; waits while it is still running.
   *
   * @param recover asked when the first request was left without an answer
   * @returns undefined when the key is free again, because the first request failed without doing anything
   * @throws ConflictError when the body differs, or when the first request takes too long
   */
  async answerOf(
    request: IdempotentRequest,
    recover: RecoverAnswer,
  ): Promise<StoredAnswer | undefined> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const row = await this.find(request);
      if (!row) return undefined;
      if (row.body_hash !== request.bodyHash) throw reusedKey();
      const answer = stored(row) ?? (await this.recovered(request, row, recover));
      if (answer) return answer;
      if (Date.now() > deadline) throw stillRunning();
      await delay(POLL_MS);
    }
  }

  /** Frees the key: the request did nothing, so the caller may repeat it. */
  async release(request: IdempotentRequest): Promise<void> {
    await this.database.query('DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2', [
      request.scope,
      request.key,
    ]);
  }

  /** Ties the key to what is written in the same transaction; false when it is taken. */
  async claim(tx: Sql, request: IdempotentRequest, subjectId: string): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO idempotency_keys (scope, key, body_hash, subject_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING subject_id`,
      [request.scope, request.key, request.bodyHash, subjectId],
    );
    return rows.length > 0;
  }

  /** The same as `store`, in a transaction of its own. */
  keep(request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    return this.store(this.database, request, answer);
  }

  /** Keeps an answer for later repeats. */
  async store(sql: Sql, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    await sql.prepared(
      'idempotency-store',
      'UPDATE idempotency_keys SET response_status = $3, response = $4 WHERE scope = $1 AND key = $2',
      [request.scope, request.key, answer.status, JSON.stringify(answer.body)],
    );
  }

  /** Answers the requests that wait for a subject whose process died in the middle. */
  async settle(subjectId: string, answer: StoredAnswer): Promise<void> {
    await this.database.query(
      `UPDATE idempotency_keys SET response_status = $2, response = $3
       WHERE subject_id = $1 AND response_status IS NULL`,
      [subjectId, answer.status, JSON.stringify(answer.body)],
    );
  }

  /** Erases keys that are older than was promised, a slice at a time. */
  async forgetOld(): Promise<void> {
    await this.database.query(
      `DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM idempotency_keys WHERE created_at < now() - $1::interval ORDER BY created_at LIMIT $2))`,
      [KEPT, SLICE],
    );
  }

  private async recovered(
    request: IdempotentRequest,
    row: Row,
    recover: RecoverAnswer,
  ): Promise<StoredAnswer | undefined> {
    if (row.age_ms < ABANDONED_MS) return undefined;
    const answer = await recover(row.subject_id);
    if (answer) await this.store(this.database, request, answer);
    return answer;
  }

  private async find(request: IdempotentRequest): Promise<Row | undefined> {
    const rows = await this.database.prepared<Row>(
      'idempotency-find',
      `SELECT body_hash, subject_id, response_status, response,
              (extract(epoch FROM now() - created_at) * 1000)::double precision AS age_ms
       FROM idempotency_keys WHERE scope = $1 AND key = $2`,
      [request.scope, request.key],
    );
    return rows[0];
  }
}

function stored(row: Row): StoredAnswer | undefined {
  return row.response_status === null
    ? undefined
    : { status: row.response_status, body: row.response };
}

function hashOf(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('base64url');
}

/** JSON with sorted keys: the order in which a client writes its fields means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function reusedKey(): ConflictError {
  const message =
    'This Idempotency-Key was used with another body. Use a new key for a new request.';
  return new ConflictError(message, [{ field: 'Idempotency-Key', code: 'reused', message }]);
}

function stillRunning(): ConflictError {
  const message =
    'The first request with this Idempotency-Key is still running. Repeat it in a few seconds.';
  return new ConflictError(message, [{ field: 'Idempotency-Key', code: 'in_progress', message }]);
}
