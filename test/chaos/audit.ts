/** Compares the books of hub, vendors, PMS and subscriber after a run: what was promised, what is there, how often. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Play } from '#test/chaos/play.js';

export interface Account {
  readonly what: string;
  readonly promised: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

export interface Audit {
  readonly accounts: readonly Account[];
  /** Things that are neither lost nor doubled but wrong all the same. */
  readonly wrongs: readonly string[];
  /** Figures about how it went. */
  readonly notes: Readonly<Record<string, number>>;
}

export interface Unfinished {
  readonly webhooks: number;
  readonly events: number;
  readonly deliveries: number;
  readonly payments: number;
  readonly attempts: number;
}

const UNFINISHED = `SELECT
  (SELECT count(*)::int FROM webhook_logs WHERE status IN ('received', 'processing')) AS webhooks,
  (SELECT count(*)::int FROM domain_events WHERE dispatched_at IS NULL) AS events,
  (SELECT count(*)::int FROM webhook_deliveries WHERE status IN ('pending', 'retrying')) AS deliveries,
  (SELECT count(*)::int FROM payments WHERE status IN ('created', 'pending_confirmation')) AS payments,
  (SELECT count(*)::int FROM payment_attempts WHERE next_check_at IS NOT NULL) AS attempts`;

/**
 * Waits until nothing is left to do.
 *
 * @param hurry done again and again while waiting, such as ending leases that would take their time
 * @returns what is still unfinished when time is over, all zeros otherwise
 */
export async function untilQuiet(
  play: Play,
  timeoutMs: number,
  hurry: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Unfinished> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const [left] = await play.sql<Unfinished>(UNFINISHED);
    if (!left) throw new Error('no answer from the database');
    const isQuiet = Object.values(left).every((count) => count === 0);
    if (isQuiet || Date.now() > deadline) return left;
    await hurry();
    await delay(500);
  }
}

export async function audit(play: Play): Promise<Audit> {
  const payments = await paymentsOf(play);
  return {
    accounts: [
      await auditWebhooks(play),
      auditPayments(play, payments),
      auditCharges(play, payments),
      await auditPaidOnce(play),
      auditPublished(play),
      await auditDeliveries(play),
    ],
    wrongs: [...play.sides.flatMap(({ vendor }) => vendor.violations), ...play.load.surprises],
    notes: await notesOf(play),
  };
}

const MONEY_KNOWN: ReadonlySet<string> = new Set(['paid', 'paid_late']);

interface PaymentOfHub {
  readonly id: string;
  readonly reference: string;
  readonly order_id: string;
  readonly status: string;
}

async function paymentsOf(play: Play): Promise<ReadonlyMap<string, PaymentOfHub>> {
  const rows = await play.sql<PaymentOfHub>('SELECT id, reference, order_id, status FROM payments');
  return new Map(rows.map((row) => [row.reference, row]));
}

/** Every acknowledged call was worked through to an end, and what it tells counted exactly once. */
async function auditWebhooks(play: Play): Promise<Account> {
  const rows = await play.sql<{ event_id: string; processed: number }>(
    `SELECT r->>'event_id' AS event_id,
            count(*) FILTER (WHERE l.status = 'processed' AND r->>'outcome' <> 'duplicate')::int AS processed
     FROM webhook_logs l CROSS JOIN jsonb_array_elements(l.results) AS r GROUP BY 1`,
  );
  const processed = new Map(rows.map((row) => [row.event_id, row.processed]));
  const ids = play.sides.flatMap(({ vendor }) => [...vendor.acknowledged.keys()]);
  return {
    what: 'webhooks acknowledged',
    promised: ids.length,
    lost: ids.filter((id) => (processed.get(id) ?? 0) === 0),
    doubled: [...processed].filter(([, times]) => times > 1).map(([id]) => id),
  };
}

/** Every 201 is one payment here and one charge at one vendor; no order has two charges that a guest could pay. */
function auditPayments(play: Play, payments: ReadonlyMap<string, PaymentOfHub>): Account {
  const live = Map.groupBy(
    play.sides.flatMap(({ vendor }) =>
      [...vendor.charges.values()].filter(({ state }) => state !== 'CANCELLED'),
    ),
    ({ orderId }) => orderId,
  );
  const byId = new Map([...payments.values()].map((payment) => [payment.id, payment]));
  const isThere = ({ id, orderId }: { readonly id?: string; readonly orderId: string }) => {
    const [charge] = live.get(orderId) ?? [];
    const payment = byId.get(id ?? '');
    return payment?.status === 'paid' && charge?.reference === payment.reference;
  };
  const rows = Map.groupBy(
    [...payments.values()].filter(({ status }) => status !== 'failed'),
    ({ order_id: orderId }) => orderId,
  );
  return {
    what: 'payments answered 201',
    promised: play.load.promised.length,
    lost: play.load.promised.filter((asked) => !isThere(asked)).map(({ orderId }) => orderId),
    doubled: [
      ...[...live].filter(([, charges]) => charges.length > 1).map(([orderId]) => orderId),
      ...[...rows].filter(([, ofOrder]) => ofOrder.length > 1).map(([orderId]) => orderId),
    ],
  };
}

/**
 * Money that a guest paid is known here, also where nobody ever got a 201: the charge of a payment that was given up
 * turns up as paid late, for the owner to decide about. One with a 201 has to be paid, see above.
 */
function auditCharges(play: Play, payments: ReadonlyMap<string, PaymentOfHub>): Account {
  const paid = play.sides.flatMap(({ vendor }) =>
    [...vendor.charges.values()].filter(({ state }) => state === 'PAID'),
  );
  return {
    what: 'charges paid at a vendor',
    promised: paid.length,
    lost: paid
      .filter(({ reference }) => !MONEY_KNOWN.has(payments.get(reference)?.status ?? ''))
      .map(
        ({ reference, orderId }) => `${orderId} is ${payments.get(reference)?.status ?? 'unknown'}`,
      ),
    doubled: [],
  };
}

/** A payment turns paid once, and the PMS is told so by one event. */
async function auditPaidOnce(play: Play): Promise<Account> {
  const rows = await play.sql<{ id: string; turns: number; events: number }>(
    `SELECT p.id,
            (SELECT count(*)::int FROM payment_events e WHERE e.payment_id = p.id AND e.to_status = 'paid') AS turns,
            coalesce(d.events, 0)::int AS events
     FROM payments p LEFT JOIN (
       SELECT data->>'payment_id' AS payment_id, count(*) AS events FROM domain_events
       WHERE event = 'payment.received' GROUP BY 1) d ON d.payment_id = p.id::text
     WHERE p.status = 'paid'`,
  );
  return {
    what: 'payments turned paid',
    promised: rows.length,
    lost: rows.filter(({ turns, events }) => turns === 0 || events === 0).map(({ id }) => id),
    doubled: rows.filter(({ turns, events }) => turns > 1 || events > 1).map(({ id }) => id),
  };
}

/** Every event that the PMS got a 202 for reached the subscriber, under the id that it was promised. */
function auditPublished(play: Play): Account {
  const { heard } = play.events;
  const bySubject = Map.groupBy(
    [...heard].filter(([, { event }]) => event === 'reservation.created'),
    ([, { subject }]) => subject,
  );
  return {
    what: 'events published (202)',
    promised: play.load.published.size,
    lost: [...play.load.published].filter(([, id]) => !heard.has(id)).map(([word]) => word),
    doubled: [...bySubject].filter(([, events]) => events.length > 1).map(([word]) => word),
  };
}

/** Every event was delivered; a subscriber that keeps to the contract applies each id once. */
async function auditDeliveries(play: Play): Promise<Account> {
  const rows = await play.sql<{ id: string }>('SELECT id FROM domain_events');
  const { heard } = play.events;
  const told = Map.groupBy(
    [...heard.values()].filter(({ event }) => event === 'payment.received'),
    ({ subject }) => subject,
  );
  return {
    what: 'events delivered',
    promised: rows.length,
    lost: rows.map(({ id }) => `evt_${id.replaceAll('-', '')}`).filter((id) => !heard.has(id)),
    doubled: [...told].filter(([, events]) => events.length > 1).map(([payment]) => payment),
  };
}

async function notesOf(play: Play): Promise<Record<string, number>> {
  const heard = [...play.events.heard.values()];
  const acknowledged = play.sides.flatMap(({ vendor }) => [...vendor.acknowledged.values()]);
  const charges = play.sides.flatMap(({ vendor }) => [...vendor.charges.values()]);
  const [row] = await play.sql<{
    duplicates: number;
    fallbacks: number;
    calls: number;
    late: number;
  }>(
    `SELECT (SELECT count(*)::int FROM webhook_logs WHERE status = 'duplicate') AS duplicates,
            (SELECT count(*)::int FROM payments WHERE provider_id = $1) AS fallbacks,
            (SELECT count(*)::int FROM webhook_logs) AS calls,
            (SELECT count(*)::int FROM payments WHERE status = 'paid_late') AS late`,
    [play.fallback.provider.id],
  );
  return {
    'payments asked for': play.load.payments.length,
    'payments without a 201': play.load.payments.length - play.load.promised.length,
    'payments given up and paid late': row?.late ?? 0,
    'payments taken by the fallback': row?.fallbacks ?? 0,
    'charges asked for again': charges.filter(({ asked }) => asked > 1).length,
    'webhooks stored': row?.calls ?? 0,
    'webhooks told apart as repeats': row?.duplicates ?? 0,
    'webhooks sent again on purpose': acknowledged.filter((times) => times > 1).length,
    'deliveries repeated': heard.reduce((sum, { times }) => sum + times - 1, 0),
  };
}

/** One line for each account, one for each thing that is wrong. */
export function report({ accounts, wrongs, notes }: Audit): string[] {
  const some = (ids: readonly string[]) =>
    ids.length === 0 ? '' : ` (${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''})`;
  return [
    ...accounts.map(
      ({ what, promised, lost, doubled }) =>
        `  ${what.padEnd(26)} ${String(promised).padStart(7)}   lost ${lost.length}${some(lost)}   doubled ${doubled.length}${some(doubled)}`,
    ),
    ...Object.entries(notes).map(([note, count]) => `  (${note}: ${count})`),
    ...wrongs.map((wrong) => `  WRONG: ${wrong}`),
  ];
}

export function isClean({ accounts, wrongs }: Audit): boolean {
  const isExact = ({ lost, doubled }: Account) => lost.length === 0 && doubled.length === 0;
  return wrongs.length === 0 && accounts.every(isExact);
}
