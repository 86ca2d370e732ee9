/** Work that waits for longer than it should, whichever queue hands it out: it all stands in tables. */
import type { Database } from '#core/database/database.js';
import { fine, type Finding, warning } from './finding.js';

/** Sweepers look every few seconds, so what is this late has nobody to do it. */
const LATE = `interval '5 minutes'`;

interface Backlog {
  readonly name: string;
  readonly what: string;
  /** Rows that are late, with the moment since when. */
  readonly sql: string;
}

const BACKLOGS: readonly Backlog[] = [
  {
    name: 'webhooks in',
    what: 'webhooks wait to be worked on',
    sql: `SELECT due_at AS since FROM webhook_logs WHERE due_at < now() - ${LATE}`,
  },
  {
    name: 'events out',
    what: 'events wait to be handed to subscribers',
    sql: `SELECT occurred_at AS since FROM domain_events
          WHERE dispatched_at IS NULL AND occurred_at < now() - ${LATE}`,
  },
  {
    name: 'deliveries',
    what: 'deliveries to subscribers are overdue',
    sql: `SELECT due_at AS since FROM webhook_deliveries WHERE due_at < now() - ${LATE}`,
  },
  {
    name: 'payment polls',
    what: 'payments wait to be asked about',
    sql: `SELECT next_check_at AS since FROM payments WHERE next_check_at < now() - ${LATE}`,
  },
];

interface Counted {
  readonly name: string;
  readonly what: string;
  readonly rows: number;
  readonly oldestS: number;
}

export async function queueChecks(database: Database): Promise<Finding[]> {
  const counted: Counted[] = [];
  for (const { name, what, sql } of BACKLOGS) {
    const [row] = await database.query<{ rows: number; age: number | null }>(
      `SELECT count(*)::int AS rows, extract(epoch FROM now() - min(since))::float8 AS age FROM (${sql}) late`,
    );
    counted.push({ name, what, rows: row?.rows ?? 0, oldestS: row?.age ?? 0 });
  }
  return toFindings(counted);
}

export function toFindings(counted: readonly Counted[]): Finding[] {
  const late = counted.filter(({ rows }) => rows > 0);
  if (late.length === 0) return [fine('backlog', 'nothing is late')];
  return late.map(({ name, what, rows, oldestS }) =>
    warning(
      name,
      `${rows} ${what}, the oldest since ${ageText(oldestS)}; start the hub or add a worker (KUNCI_ROLE=worker), and look into its log`,
    ),
  );
}

function ageText(seconds: number): string {
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} hours`;
  return `${Math.round(seconds / 86_400)} days`;
}
