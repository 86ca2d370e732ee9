import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { GroupCommit } from '#core/database/group-commit.js';
import type { Conclusion, GivenReply, NewWebhookLog, WebhookLogRow } from './webhook-log.rows.js';

/** A row that nobody finished by then is picked up by the sweeper. */
export const GRACE_S = 15;
/** For how long a row is left to the worker that claimed it, which renews it while it lives, or to the queue. */
const LEASE_S = 20;

const INSERT_SQL = `
  INSERT INTO webhook_logs (id, provider_id, integration_type, route, method, query, headers, headers_sealed, body,
                            body_masked, remote_ip, trace_id, received_at, status, due_at)
  SELECT *, 'received', now() + interval '${GRACE_S} seconds'
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[],
              $9::bytea[], $10::boolean[], $11::text[], $12::text[], $13::timestamptz[])`;

const CONCLUDE_SQL = `
  UPDATE webhook_logs l SET status = c.status, verified = l.verified OR c.verified, reason = c.reason,
         results = c.results, due_at = NULL, processed_at = now(), problem = c.problem,
         reply_status = coalesce(c.reply_status, l.reply_status), reply_ms = coalesce(c.reply_ms, l.reply_ms),
         refs = coalesce(ARRAY(SELECT jsonb_array_elements_text(c.refs)), l.refs)
  FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::jsonb[], $6::jsonb[], $7::int[], $8::int[], $9::jsonb[])
       AS c (id, status, verified, reason, results, problem, reply_status, reply_ms, refs)
  WHERE l.id = c.id`;

const FLOOD = { maxItems: 256, maxInFlight: 2 };

/** Rows of `webhook_logs`; arrivals and endings share statements with their neighbours. */
@Injectable()
export class WebhookLogRepository {
  private readonly arrivals: GroupCommit<NewWebhookLog>;
  private readonly endings: GroupCommit<Conclusion>;

  constructor(private readonly database: Database) {
    this.arrivals = new GroupCommit((rows) => this.insertAll(rows), FLOOD);
    this.endings = new GroupCommit<Conclusion>(async (rows) => {
      await this.concludeAll(this.database, rows);
      return [];
    }, FLOOD);
  }

  /** Resolves when the row is on disk. */
  insert(log: NewWebhookLog): Promise<void> {
    return this.arrivals.add(log);
  }

  /** Ends a row outside of any transaction of its own. */
  conclude(conclusion: Conclusion): Promise<void> {
    return this.endings.add(conclusion);
  }

  /** Ends a row together with what it caused. */
  concludeIn(tx: Sql, conclusion: Conclusion): Promise<void> {
    return this.concludeAll(tx, [conclusion]);
  }

  /** Keeps a good verdict for a row that can't be checked again, because parts of its body were masked. */
  async markVerified(id: string): Promise<void> {
    await this.database.prepared(
      'webhook-verified',
      'UPDATE webhook_logs SET verified = true WHERE id = $1',
      [id],
    );
  }

  /**
   * Takes rows for processing; rows that another worker has, or that are done, are left out.
   *
   * @param replies what the senders of the rows were told, in the same order, where that is known
   */
  claim(
    ids: readonly string[],
    replies: readonly (GivenReply | undefined)[] = [],
  ): Promise<WebhookLogRow[]> {
    return this.database.prepared<WebhookLogRow>(
      'webhook-claim',
      `UPDATE webhook_logs l SET status = 'processing', attempts = attempts + 1,
              due_at = now() + interval '${LEASE_S} seconds',
              reply_status = coalesce(c.status, l.reply_status), reply_ms = coalesce(c.ms, l.reply_ms)
       FROM unnest($1::uuid[], $2::int[], $3::int[]) AS c (id, status, ms)
       WHERE l.id = c.id AND l.status = 'received' RETURNING l.*`,
      [
        ids,
        ids.map((_id, i) => replies[i]?.status ?? null),
        ids.map((_id, i) => replies[i]?.ms ?? null),
      ],
    );
  }

  /** For rows that the caller has claimed and still works on. */
  async renew(ids: readonly string[]): Promise<void> {
    await this.database.prepared(
      'webhook-renew',
      `UPDATE webhook_logs SET due_at = now() + interval '${LEASE_S} seconds'
       WHERE id = ANY ($1) AND status = 'processing'`,
      [ids],
    );
  }

  /** Takes back what a process that is gone had in hand or in a queue; rows that wait for another try go on waiting. */
  async takeBackAll(): Promise<void> {
    await this.database.query(
      `UPDATE webhook_logs SET status = 'received', due_at = now()
       WHERE due_at IS NOT NULL AND (status = 'processing' OR attempts = 0)`,
    );
  }

  /** Ids of rows whose work is overdue, first come first served; they are left alone for a while afterwards. */
  async takeOverdue(limit: number): Promise<string[]> {
    const rows = await this.database.prepared<{ id: string }>(
      'webhook-overdue',
      `UPDATE webhook_logs SET status = 'received', due_at = now() + interval '${LEASE_S} seconds'
       WHERE id IN (SELECT id FROM webhook_logs WHERE due_at <= now()
                    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [limit],
    );
    return rows.map((row) => row.id);
  }

  async retryLater(id: string, reason: string, delayMs: number): Promise<void> {
    await this.database.query(
      `UPDATE webhook_logs SET status = 'received', reason = $2, due_at = now() + make_interval(secs => $3)
       WHERE id = $1`,
      [id, reason, delayMs / 1_000],
    );
  }

  /** The same without counting the try: the row's provider is paused. */
  async waitFor(id: string, reason: string, delayMs: number): Promise<void> {
    await this.database.query(
      `UPDATE webhook_logs SET status = 'received', reason = $2, attempts = greatest(attempts - 1, 0),
              due_at = now() + make_interval(secs => $3)
       WHERE id = $1`,
      [id, reason, delayMs / 1_000],
    );
  }

  /** Puts finished rows back to the start; those that are being worked on, or were erased, are left out. */
  async reopen(tx: Sql, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE webhook_logs SET status = 'received', attempts = 0, reason = NULL, results = '[]',
              problem = NULL, due_at = now() + interval '${GRACE_S} seconds', processed_at = NULL
       WHERE id = ANY ($1) AND erased_at IS NULL AND status NOT IN ('received', 'processing') RETURNING id`,
      [ids],
    );
    return rows.map((row) => row.id);
  }

  private async insertAll(rows: readonly NewWebhookLog[]): Promise<readonly undefined[]> {
    await this.database.prepared('webhook-insert', INSERT_SQL, [
      rows.map((row) => row.id),
      rows.map((row) => row.providerId),
      rows.map((row) => row.integrationType),
      rows.map((row) => row.route),
      rows.map((row) => row.method),
      rows.map((row) => row.query),
      rows.map((row) => JSON.stringify(row.headers)),
      rows.map((row) => row.headersSealed),
      rows.map((row) => row.body),
      rows.map((row) => row.bodyMasked),
      rows.map((row) => row.remoteIp),
      rows.map((row) => row.traceId),
      rows.map((row) => row.receivedAt),
    ]);
    return [];
  }

  private async concludeAll(sql: Sql, rows: readonly Conclusion[]): Promise<void> {
    await sql.prepared('webhook-conclude', CONCLUDE_SQL, [
      rows.map((row) => row.id),
      rows.map((row) => row.status),
      rows.map((row) => row.verified),
      rows.map((row) => row.reason),
      rows.map((row) => JSON.stringify(row.results)),
      rows.map((row) => (row.problem === undefined ? null : JSON.stringify(row.problem))),
      rows.map((row) => row.reply?.status ?? null),
      rows.map((row) => row.reply?.ms ?? null),
      rows.map((row) => (row.refs === undefined ? null : JSON.stringify(row.refs))),
    ]);
  }
}
