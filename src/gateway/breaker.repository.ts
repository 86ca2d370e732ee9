import type { Database } from '#core/database/database.js';
import {
  BREAKER_CHANNEL,
  type BreakerRow,
  breakerRowSchema,
  type BreakerSettings,
  type BreakerStore,
} from './breaker-state.js';

const MS_LEFT = (column: string) =>
  `greatest(0, coalesce(extract(epoch FROM ${column} - now()) * 1000, 0))::float8`;

/** The columns of `BreakerRow`, from a row of the table. */
const STATE = `provider_id, state, failures, forced, version::float8 AS version,
  ${MS_LEFT('retry_at')} AS retry_in_ms, ${MS_LEFT('probe_until')} AS probe_in_ms`;

interface Told {
  readonly extra?: string;
  /** Keeps unimportant changes quiet. */
  readonly when?: string;
  /** What is kept for the history, if anything. */
  readonly noted?: string;
}

/** Runs a change and tells everyone in the same statement. */
function told(change: string, { extra = '', when = 'true', noted = '' }: Told = {}): string {
  return `WITH changed AS (${change} RETURNING *),
    said AS (SELECT ${STATE} ${extra} FROM changed)${noted}
    SELECT said.*, CASE WHEN ${when} THEN pg_notify('${BREAKER_CHANNEL}', row_to_json(said)::text) END AS told FROM said`;
}

/** Keeps what the breaker became, in the statement that made it so. */
function noted(state: 'open' | 'half_open' | 'closed', from = 'said', when = 'true'): string {
  return `, noted AS (INSERT INTO breaker_changes (provider_id, state, is_forced)
    SELECT provider_id, '${state}', forced FROM ${from} WHERE ${when})`;
}

const AFTER_MS = (parameter: string) => `now() + ${parameter}::float8 * interval '1 millisecond'`;
const CHANGED = 'version = b.version + 1, updated_at = now()';
const OPENS = `b.state = 'closed' AND b.failures + 1 >= $2::int`;

// A straggler that fails while it is open changes nothing: neither the count nor the time of the probe.
const RECORD_FAILURE = told(
  `INSERT INTO provider_breakers AS b (provider_id, state, failures, opened_at, retry_at)
   SELECT $1::uuid, CASE WHEN $2::int <= 1 THEN 'open' ELSE 'closed' END, 1,
          CASE WHEN $2::int <= 1 THEN now() END, CASE WHEN $2::int <= 1 THEN ${AFTER_MS('$3')} END
   ON CONFLICT (provider_id) DO UPDATE SET
     failures = b.failures + CASE WHEN b.state = 'closed' THEN 1 ELSE 0 END,
     state = CASE WHEN ${OPENS} THEN 'open' ELSE b.state END,
     opened_at = CASE WHEN ${OPENS} THEN now() ELSE b.opened_at END,
     retry_at = CASE WHEN ${OPENS} THEN ${AFTER_MS('$3')} ELSE b.retry_at END,
     probe_until = CASE WHEN ${OPENS} THEN NULL ELSE b.probe_until END,
     ${CHANGED}`,
  // Within one statement now() is one moment, so this is true for the failure that opened it only.
  {
    extra: `, coalesce(state = 'open' AND opened_at = now(), false) AS opened`,
    when: `state = 'closed' OR opened`,
    noted: noted('open', 'said', 'opened'),
  },
);

const RESET = told(
  `UPDATE provider_breakers b SET failures = 0, ${CHANGED}
   WHERE provider_id = $1 AND state = 'closed' AND failures > 0`,
);

// Not told: others who want to probe are refused by this row and learn from it how long to wait.
const TRY_PROBE = `WITH changed AS (
    UPDATE provider_breakers b SET probe_until = ${AFTER_MS('$2')}, ${CHANGED}
    WHERE provider_id = $1 AND state = 'open' AND NOT forced AND retry_at <= now()
      AND (probe_until IS NULL OR probe_until <= now())
    RETURNING *)${noted('half_open', 'changed')}
  SELECT ${STATE} FROM changed`;

const READ = `SELECT ${STATE} FROM provider_breakers WHERE provider_id = $1`;

const REOPEN = told(
  `UPDATE provider_breakers b SET retry_at = ${AFTER_MS('$2')}, probe_until = NULL, ${CHANGED}
   WHERE provider_id = $1 AND state = 'open' AND NOT forced`,
  { noted: noted('open') },
);

const RELEASE_PROBE = told(
  `UPDATE provider_breakers b SET probe_until = NULL, ${CHANGED} WHERE provider_id = $1 AND state = 'open'`,
);

const CLOSE = told(
  `UPDATE provider_breakers b SET state = 'closed', failures = 0, opened_at = NULL, retry_at = NULL,
     probe_until = NULL, ${CHANGED}
   WHERE provider_id = $1 AND NOT forced`,
  { noted: noted('closed') },
);

const FORCE_OPEN = told(
  `INSERT INTO provider_breakers AS b (provider_id, state, opened_at, forced) VALUES ($1::uuid, 'open', now(), true)
   ON CONFLICT (provider_id) DO UPDATE SET state = 'open', opened_at = now(), forced = true, retry_at = NULL,
     probe_until = NULL, ${CHANGED}`,
  { noted: noted('open') },
);

// Closed by hand is an ordinary closed: the next failures count again.
const FORCE_CLOSED = told(
  `INSERT INTO provider_breakers AS b (provider_id, state) VALUES ($1::uuid, 'closed')
   ON CONFLICT (provider_id) DO UPDATE SET state = 'closed', failures = 0, opened_at = NULL, forced = false,
     retry_at = NULL, probe_until = NULL, ${CHANGED}`,
  { noted: noted('closed') },
);

/** The table `provider_breakers`: one atomic statement for each step, so that processes can't disagree. */
export class BreakerRepository implements BreakerStore {
  constructor(private readonly database: Pick<Database, 'query' | 'prepared'>) {}

  async recordFailure(
    providerId: string,
    settings: BreakerSettings,
  ): Promise<BreakerRow & { opened: boolean }> {
    const rows = await this.database.prepared<{ opened: boolean }>(
      'breaker_failure',
      RECORD_FAILURE,
      [providerId, settings.failures, settings.openMs],
    );
    const [first] = rows;
    return { ...breakerRowSchema.parse(first), opened: first?.opened ?? false };
  }

  async reset(providerId: string): Promise<void> {
    await this.database.prepared('breaker_reset', RESET, [providerId]);
  }

  async tryProbe(
    providerId: string,
    probeMs: number,
  ): Promise<{ admitted: boolean; row: BreakerRow | undefined }> {
    const won = toRow(await this.database.query(TRY_PROBE, [providerId, probeMs]));
    if (won !== undefined) return { admitted: true, row: won };
    return { admitted: false, row: toRow(await this.database.query(READ, [providerId])) };
  }

  async reopen(providerId: string, openMs: number): Promise<BreakerRow | undefined> {
    return toRow(await this.database.query(REOPEN, [providerId, openMs]));
  }

  async releaseProbe(providerId: string): Promise<void> {
    await this.database.query(RELEASE_PROBE, [providerId]);
  }

  async close(providerId: string): Promise<BreakerRow | undefined> {
    return toRow(await this.database.query(CLOSE, [providerId]));
  }

  async force(providerId: string, state: 'open' | 'closed'): Promise<BreakerRow> {
    const statement = state === 'open' ? FORCE_OPEN : FORCE_CLOSED;
    return breakerRowSchema.parse((await this.database.query(statement, [providerId]))[0]);
  }

  async listAll(): Promise<BreakerRow[]> {
    return breakerRowSchema
      .array()
      .parse(await this.database.query(`SELECT ${STATE} FROM provider_breakers`));
  }

  async forget(providerId: string): Promise<void> {
    await this.database.query('DELETE FROM provider_breakers WHERE provider_id = $1', [providerId]);
  }
}

function toRow(rows: readonly unknown[]): BreakerRow | undefined {
  return rows.length === 0 ? undefined : breakerRowSchema.parse(rows[0]);
}
