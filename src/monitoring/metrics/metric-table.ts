/**
 * Every metric of our own: what it means, its labels and buckets. Names are an interface, dashboards and alert rules
 * stand on them: a changed meaning gets a new name. docs/metrics.md and deploy/observability are checked against this.
 *
 * Labels hold what is few and known: slugs, operations, route templates, statuses. Never ids of payments, paths as
 * called, guests' data or secrets.
 */
export interface MetricRule {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30];
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const INGEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const DELIVERY_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const METRICS = {
  kunci_build_info: {
    type: 'gauge',
    help: 'Always 1; version of the hub and of Node, and the role of this process',
    labels: ['version', 'node_version', 'role'],
  },
  kunci_http_requests_total: {
    type: 'counter',
    help: 'Requests answered, by route template',
    labels: ['method', 'route', 'status'],
  },
  kunci_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time from the first byte of a request to the end of its answer',
    labels: ['method', 'route'],
    buckets: HTTP_SECONDS,
  },
  kunci_vendor_calls_total: {
    type: 'counter',
    help: 'Calls to vendors that ended, also those that were refused before the vendor was asked',
    labels: ['integration_type', 'provider', 'operation', 'outcome'],
  },
  kunci_vendor_call_duration_seconds: {
    type: 'histogram',
    help: 'Time that vendors took; calls refused before the vendor was asked are left out',
    labels: ['integration_type', 'provider', 'operation', 'outcome'],
    buckets: CALL_SECONDS,
  },
  kunci_breaker_state: {
    type: 'gauge',
    help: '1 for the state that the breaker of a provider is in, else 0',
    labels: ['provider', 'state'],
  },
  kunci_breaker_changes_total: {
    type: 'counter',
    help: 'Breakers that opened or closed, as seen by the process that made the change',
    labels: ['provider', 'change'],
  },
  kunci_webhooks_received_total: {
    type: 'counter',
    help: 'Calls of vendors by what became of them when they came in',
    labels: ['provider', 'verdict'],
  },
  kunci_webhook_ingest_duration_seconds: {
    type: 'histogram',
    help: 'Time from the arrival of a webhook to its answer, by what became of it',
    labels: ['verdict'],
    buckets: INGEST_SECONDS,
  },
  kunci_webhooks_processed_total: {
    type: 'counter',
    help: 'Webhooks that workers took in hand, by how that ended; retry: it is tried again',
    labels: ['provider', 'outcome'],
  },
  kunci_deliveries_total: {
    type: 'counter',
    help: 'Attempts to deliver an event to a subscriber, by what followed: delivered, retrying or dead',
    labels: ['outcome'],
  },
  kunci_delivery_duration_seconds: {
    type: 'histogram',
    help: 'Time that subscribers took to answer',
    labels: ['outcome'],
    buckets: DELIVERY_SECONDS,
  },
  kunci_payment_status_changes_total: {
    type: 'counter',
    help: 'Payments that reached a status, by who saw it: api, webhook, poll, operator or timer',
    labels: ['status', 'source'],
  },
  kunci_work_waiting: {
    type: 'gauge',
    help: 'Rows of work that are not done, counted up to 10000; the same in every process',
    labels: ['work'],
  },
  kunci_work_oldest_age_seconds: {
    type: 'gauge',
    help: 'Age of the oldest of them since it came in; the same in every process',
    labels: ['work'],
  },
  kunci_work_overdue_seconds: {
    type: 'gauge',
    help: 'For how long the most overdue of them should have been done; the same in every process',
    labels: ['work'],
  },
  kunci_deliveries_dead: {
    type: 'gauge',
    help: 'Dead letters, counted up to 10000; the same in every process',
    labels: [],
  },
  kunci_queue_jobs: {
    type: 'gauge',
    help: 'Jobs in a queue by state; the same in every process',
    labels: ['queue', 'state'],
  },
  kunci_alerts_open: {
    type: 'gauge',
    help: 'Alerts that are not resolved; the same in every process',
    labels: ['rule', 'severity'],
  },
  kunci_database_pool_connections: {
    type: 'gauge',
    help: 'Database connections of this process: busy, idle, and the most there may be',
    labels: ['state'],
  },
  kunci_database_pool_waiting: {
    type: 'gauge',
    help: 'Statements of this process that wait for a database connection',
    labels: [],
  },
  kunci_scrape_source_up: {
    type: 'gauge',
    help: '0 when the figures of this source could not be read in time and are left out',
    labels: ['source'],
  },
} as const satisfies Record<string, MetricRule>;

type Table = typeof METRICS;
export type MetricName = keyof Table;
export type NameOf<T extends MetricRule['type']> = {
  [N in MetricName]: Table[N]['type'] extends T ? N : never;
}[MetricName];
/** Values of all labels of a metric. */
export type LabelsOf<N extends MetricName> = Readonly<Record<Table[N]['labels'][number], string>>;

/** One value of a gauge, typed by its own labels. */
export type Sample = {
  [N in NameOf<'gauge'>]: {
    readonly name: N;
    readonly labels: LabelsOf<N>;
    readonly value: number;
  };
}[NameOf<'gauge'>];
