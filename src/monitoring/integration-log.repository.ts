import type { Database } from '#core/database/database.js';
import { redact } from '#core/logging/redaction.js';
import { maskPersonal, maskPersonalText } from '#core/privacy/personal-fields.js';
import { BUCKET_SQL } from './figures/latency-buckets.js';
import { NO_ISSUE } from './figures/call-outcomes.js';
import type { IntegrationLogRow, IntegrationLogStore } from './integration-log.js';

/** What a list of rows is narrowed to; `beforeId` is the last id of the page before. */
export interface IntegrationLogFilter {
  readonly propertyId?: string;
  readonly providerId?: string;
  readonly operation?: string;
  /** `failed` is everything but `ok`. */
  readonly outcome?: string;
  readonly traceId?: string;
  readonly reference?: string;
  readonly beforeId?: string;
  readonly limit: number;
}

/** A row as the table has it. */
export interface StoredIntegrationLog {
  readonly id: string;
  readonly created_at: Date;
  readonly property_id: string | null;
  readonly provider_id: string;
  readonly integration_type: string;
  readonly operation: string;
  readonly feature_key: string | null;
  readonly attempt: number;
  readonly outcome: string;
  readonly http_status: number | null;
  readonly latency_ms: number;
  readonly trace_id: string | null;
  readonly reference: string | null;
  readonly error_message: string | null;
  readonly vendor_code: string | null;
  readonly request_summary: unknown;
  readonly response_summary: unknown;
}

type Column = readonly [name: string, type: string, value: (row: IntegrationLogRow) => unknown];

const COLUMNS: readonly Column[] = [
  ['id', 'uuid', (row) => row.id],
  ['created_at', 'timestamptz', (row) => row.createdAt],
  ['property_id', 'uuid', (row) => row.propertyId],
  ['provider_id', 'uuid', (row) => row.providerId],
  ['integration_type', 'text', (row) => row.integrationType],
  ['operation', 'text', (row) => row.operation],
  ['feature_key', 'text', (row) => cleaned(row.featureKey)],
  ['attempt', 'integer', (row) => row.attempt],
  ['outcome', 'text', (row) => row.outcome],
  ['http_status', 'integer', (row) => row.httpStatus ?? null],
  ['latency_ms', 'double precision', (row) => Math.max(0, row.latencyMs)],
  ['trace_id', 'text', (row) => cleaned(row.traceId)],
  ['reference', 'text', (row) => cleaned(row.reference)],
  [
    'error_message',
    'text',
    (row) =>
      cleaned(row.errorMessage === undefined ? undefined : maskPersonalText(row.errorMessage)),
  ],
  ['vendor_code', 'text', (row) => cleaned(row.vendorCode)],
  ['request_summary', 'jsonb', (row) => summaryText(row.requestSummary)],
  ['response_summary', 'jsonb', (row) => summaryText(row.responseSummary)],
];

const NAMES = COLUMNS.map(([name]) => name).join(', ');

// One array for each column: the statement stays the same whatever the number of rows, so it is planned once.
// Rows and figures are written together, so that a repeat after a lost answer counts nothing twice; in one order, so that
// two processes that count the same minute never wait for each other.
const INSERT = `WITH written AS (
  INSERT INTO integration_logs (${NAMES})
  SELECT * FROM unnest(${COLUMNS.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')})
  ON CONFLICT (id) DO NOTHING
  RETURNING id, created_at, property_id, provider_id, integration_type, operation, outcome, http_status, latency_ms,
    reference, error_message
), failed AS (
  INSERT INTO failed_calls (id, created_at, property_id, provider_id, integration_type, operation, outcome, http_status,
    reference, error_message)
  SELECT id, created_at, property_id, provider_id, integration_type, operation, outcome, http_status, reference, error_message
  FROM written WHERE outcome NOT IN (${NO_ISSUE.map((outcome) => `'${outcome}'`).join(', ')})
)
INSERT INTO call_figures AS known (step, at, provider_id, operation, outcome, bucket, calls)
SELECT step, date_trunc(step, created_at, 'UTC'), provider_id, operation, outcome, ${BUCKET_SQL}, count(*)
FROM written CROSS JOIN (VALUES ('minute'), ('hour'), ('day')) AS s (step)
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
ON CONFLICT ON CONSTRAINT call_figures_pk DO UPDATE SET calls = known.calls + excluded.calls`;

const MAX_TEXT = 1_000;
const MAX_SUMMARY = 16_384;

/** jsonb takes neither NUL nor half a surrogate pair; in values they are removed, this finds them in keys. */
const NOT_IN_JSONB = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The table `integration_logs`. */
export class IntegrationLogRepository implements IntegrationLogStore {
  constructor(private readonly database: Pick<Database, 'query' | 'prepared'>) {}

  /** Writes a batch in one statement; a repeat after a lost answer writes nothing twice. */
  async insert(rows: readonly IntegrationLogRow[]): Promise<void> {
    const columns = COLUMNS.map(([, , value]) => rows.map(value));
    await this.database.prepared('integration_logs_insert', INSERT, columns);
  }

  /**
   * Rows, newest first, one more than `limit` when there are more.
   * Served by the primary key or by (provider_id, id desc); by trace id there are only few.
   */
  async list(filter: IntegrationLogFilter): Promise<StoredIntegrationLog[]> {
    const { conditions, params } = toConditions(filter);
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    return this.database.query<StoredIntegrationLog>(
      `SELECT ${NAMES} FROM integration_logs ${where} ORDER BY id DESC LIMIT $${params.length + 1}`,
      [...params, filter.limit + 1],
    );
  }
}

function toConditions(filter: IntegrationLogFilter): { conditions: string[]; params: unknown[] } {
  const conditions: string[] = [];
  const params: unknown[] = [];
  const add = (condition: string, value: unknown) => {
    if (value === undefined) return;
    params.push(value);
    conditions.push(condition.replace('?', `$${params.length}`));
  };
  add('property_id = ?', filter.propertyId);
  add('provider_id = ?', filter.providerId);
  add('operation = ?', filter.operation);
  add('trace_id = ?', filter.traceId);
  add('reference = ?', filter.reference);
  add('id < ?', filter.beforeId);
  if (filter.outcome === 'failed') conditions.push(`outcome <> 'ok'`);
  else add('outcome = ?', filter.outcome);
  return { conditions, params };
}

/** One value that Postgres refuses would cost the whole batch, so what can't be written is replaced. */
function summaryText(summary: unknown): string | null {
  if (summary === undefined || summary === null) return null;
  const text = jsonText(summary);
  if (text === undefined || NOT_IN_JSONB.test(text)) return JSON.stringify({ unreadable: true });
  if (text.length > MAX_SUMMARY) return JSON.stringify({ shortened: true, length: text.length });
  return text;
}

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(maskPersonal(redact(value)), (_key, part: unknown) => plain(part));
  } catch {
    return undefined;
  }
}

function plain(part: unknown): unknown {
  if (typeof part === 'bigint') return part.toString();
  return typeof part === 'string' ? part.replaceAll('\0', '').toWellFormed() : part;
}

function cleaned(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\0', '').slice(0, MAX_TEXT);
}
