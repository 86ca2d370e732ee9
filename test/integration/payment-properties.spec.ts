/**
 * Whatever happens to a payment, in whatever order, repeated, lost, at once: the rules of design section 6 hold.
 * `KUNCI_PROPERTY_SECONDS` makes it search longer, `KUNCI_PROPERTY_SEED` repeats a run.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextStatus, type PaymentStatus } from '#categories/payment/payment-status.js';
import { VENDOR_PAYMENT_STATUSES } from '#categories/payment/payment.port.js';
import { addLedgerProvider, aLedgerConnector } from '#test/support/ledger-connector.js';
import { givenBack, type LedgerVendor, startLedgerVendor } from '#test/support/ledger-vendor.js';
import { AMOUNT, type Outcome, play, type Script, scripts } from '#test/support/payment-play.js';
import type { PlainProvider } from '#test/support/plain-vendor.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

const SECONDS = Number(process.env['KUNCI_PROPERTY_SECONDS'] ?? 6);
const SHRINKING_SECONDS = 40;
const SEED = Number(process.env['KUNCI_PROPERTY_SEED'] ?? Date.now() % 2 ** 31);

const VENDORS = {
  'with every operation': aLedgerConnector(),
  'that is asked before it is believed': aLedgerConnector([], { confirm: 'status' }),
  'that can be asked nothing': aLedgerConnector(['status', 'cancel', 'refund_status']),
  'without a list of refunds': aLedgerConnector(['refund_status']),
};

let hub: TestHub;
let ledger: LedgerVendor;
beforeAll(async () => {
  [hub, ledger] = await Promise.all([startTestHub(), startLedgerVendor()]);
});
afterAll(async () => {
  await hub.stop();
  await ledger.close();
});

/** Several payments at once, so that they also get into each other's way. */
const scenes = fc.array(scripts, { minLength: 1, maxLength: 8 });

interface StatusEvent {
  readonly from_status: PaymentStatus;
  readonly to_status: PaymentStatus;
}

/** Steps between states that the hub takes without a vendor's word: a create that ended, and one more partial refund. */
const OWN_STEPS = new Set([
  'created>pending_confirmation',
  'created>failed',
  'partially_refunded>partially_refunded',
]);

function isAllowed({ from_status: from, to_status: to }: StatusEvent): boolean {
  if (OWN_STEPS.has(`${from}>${to}`)) return true;
  return VENDOR_PAYMENT_STATUSES.some((word) => nextStatus(from, word) === to);
}

/** The first state is not written when the vendor took the payment at once. */
function expectUnbroken(history: readonly StatusEvent[], end: string): void {
  const broken = history.filter(
    (event, at) => at > 0 && history[at - 1]?.to_status !== event.from_status,
  );
  expect(broken).toEqual([]);
  expect(history.at(-1)?.to_status).toBe(end);
}

async function expectHistory({ payment }: Outcome): Promise<void> {
  const history = await hub.sql<StatusEvent>(
    `SELECT from_status, to_status FROM payment_events WHERE payment_id = $1 AND type = 'status' ORDER BY id`,
    [payment.id],
  );
  expect(history.filter((event) => !isAllowed(event))).toEqual([]);
  expectUnbroken(history, payment.status);
  await expectTold(payment.id, history);
}

const TOLD: Readonly<Record<string, readonly PaymentStatus[]>> = {
  'payment.authorized': ['authorized'],
  'payment.received': ['paid'],
  'payment.received_late': ['paid_late'],
  'payment.failed': ['failed'],
  'payment.expired': ['expired'],
  'payment.cancelled': ['cancelled'],
  'payment.refunded': ['partially_refunded', 'refunded'],
};

/** One domain event for each state, no more and no less. */
async function expectTold(id: string, history: readonly StatusEvent[]): Promise<void> {
  const rows = await hub.sql<{ event: string; count: number }>(
    `SELECT event, count(*)::int AS count FROM domain_events WHERE data ->> 'payment_id' = $1 GROUP BY event`,
    [id],
  );
  const told = Object.fromEntries(rows.map(({ event, count }) => [event, count]));
  for (const [event, states] of Object.entries(TOLD)) {
    const reached = history.filter(({ to_status: to }) => states.includes(to)).length;
    expect([event, told[event] ?? 0]).toEqual([event, reached]);
  }
}

interface RefundSums {
  readonly promised: number;
  readonly succeeded: number;
}

async function expectRefunds({ payment, charge, hasLied }: Outcome): Promise<void> {
  // Of held money any part may be taken, so a vendor that says so is believed, and asked for that part again.
  if (hasLied && charge.wasHeld) return;
  expect(charge.overdrafts).toEqual([]);
  const [sums] = await hub.sql<RefundSums>(
    `SELECT coalesce(sum(amount) FILTER (WHERE status <> 'failed'), 0)::int AS promised,
            coalesce(sum(amount) FILTER (WHERE status = 'succeeded'), 0)::int AS succeeded
     FROM refunds WHERE payment_id = $1`,
    [payment.id],
  );
  expect(payment.refunded_amount).toBeGreaterThanOrEqual(0);
  expect(sums?.promised).toBeLessThanOrEqual(charge.received);
  expect(sums?.succeeded).toBe(givenBack(charge));
  expect(payment.refunded_amount).toBe(givenBack(charge));
}

const PAID: readonly string[] = ['paid', 'paid_late', 'partially_refunded', 'refunded'];

/** What the hub believes in the end is what the vendor's books say. */
function expectTruth({ payment, charge, hasLied }: Outcome): void {
  if (hasLied && charge.wasHeld) return;
  const isBelieved = PAID.includes(payment.status);
  const isPaid = charge.state === 'PAID';
  expect({ isBelieved, isPaid }).not.toEqual({ isBelieved: true, isPaid: false });
  if (isBelieved) expect(payment.received_amount).toBe(charge.received);
  // Once another amount was named, a person has to look.
  if (isPaid && charge.received === AMOUNT && !hasLied) expect(isBelieved).toBe(true);
}

async function expectRules(outcome: Outcome): Promise<void> {
  expect(outcome.broken).toEqual([]);
  await expectHistory(outcome);
  await expectRefunds(outcome);
  expectTruth(outcome);
}

/** Searching and making a counterexample small have their own time; without one the search ends with its time. */
async function search(property: fc.IAsyncPropertyWithHooks<[readonly Script[]]>): Promise<void> {
  const limits = { seed: SEED, numRuns: 100_000, markInterruptAsFailure: false };
  const found = await fc.check(property, {
    ...limits,
    endOnFailure: true,
    interruptAfterTimeLimit: SECONDS * 1_000,
  });
  if (!found.failed) return;
  const path = found.counterexamplePath ?? undefined;
  await fc.assert(property, {
    ...limits,
    ...(path !== undefined && { path }),
    interruptAfterTimeLimit: SHRINKING_SECONDS * 1_000,
  });
  throw new Error(`it failed once, then not again: ${fc.defaultReportMessage(found) ?? ''}`);
}

describe.each(Object.entries(VENDORS))('a payment at a vendor %s', (_what, connector) => {
  let provider: PlainProvider;
  beforeAll(async () => {
    provider = await addLedgerProvider(hub.api, ledger, connector);
  });

  it(
    'keeps to its rules in every order of things',
    async () => {
      const property = fc.asyncProperty(scenes, async (all: readonly Script[]) => {
        const stage = { hub, ledger, provider };
        for (const one of await Promise.all(all.map((script) => play(stage, script)))) {
          await expectRules(one);
        }
      });
      await search(property);
    },
    (SECONDS + SHRINKING_SECONDS) * 1_000 + 30_000,
  );
});
