/** Two api and two worker processes on one database: each killed in turn under load, drained, and told of changes. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { audit, untilQuiet } from '#test/chaos/audit.js';
import { BooksVendor, NO_FAULTS } from '#test/chaos/books-vendor.js';
import { Dice } from '#test/chaos/dice.js';
import { Play } from '#test/chaos/play.js';
import {
  createDatabase,
  describeOnBothQueues,
  eventually,
  redisUrl,
  TEST_MASTER_KEY,
} from '#test/support/test-hub.js';

jest.setTimeout(240_000);

const SEED = 7;
const HURRY_MS = 3_000;

/** Leases of what a dead process had in hand end now instead of in a minute. */
function hurry(play: Play): () => Promise<void> {
  let lastAt = 0;
  return async () => {
    if (Date.now() - lastAt < HURRY_MS) return;
    lastAt = Date.now();
    // What a worker has locked at this moment is in good hands.
    const locked = (table: string, key: string, condition: string) =>
      `WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${condition} FOR UPDATE SKIP LOCKED)`;
    await play.sql(
      `UPDATE webhook_logs SET due_at = now() ${locked('webhook_logs', 'id', 'due_at IS NOT NULL')}`,
    );
    await play.sql(
      `UPDATE webhook_deliveries SET leased_until = NULL, due_at = now()
       ${locked('webhook_deliveries', 'id', 'due_at IS NOT NULL')}`,
    );
    await play.sql(
      `UPDATE payment_attempts SET next_check_at = now()
       ${locked('payment_attempts', 'ctid', 'next_check_at IS NOT NULL')}`,
    );
    await play.sql(
      `UPDATE payments SET next_check_at = now()
       ${locked('payments', 'id', "next_check_at IS NOT NULL AND status IN ('created', 'pending_confirmation')")}`,
    );
  };
}

/** Payments that are due for a look, each known to the vendor and not paid. */
async function dueForALook(
  play: Play,
  vendor: BooksVendor,
  name: string,
): Promise<readonly string[]> {
  const references = Array.from({ length: 30 }, (_, i) => `${name}-${i}`);
  for (const reference of references) {
    vendor.charges.set(reference, {
      reference,
      orderId: reference,
      amount: 150_000,
      state: 'OPEN',
      asked: 1,
      looks: 0,
    });
  }
  await play.sql(
    `INSERT INTO payments (id, provider_id, order_id, reference, amount, currency, status, request, next_check_at)
     SELECT gen_random_uuid(), $2, reference, reference, 150000, 'IDR', 'pending', '{}', now()
     FROM unnest($1::text[]) AS s (reference)`,
    [references, play.primary.provider.id],
  );
  return references;
}

/** How often the vendor was asked about each, once all were looked at. */
async function looksAt(
  play: Play,
  vendor: BooksVendor,
  references: readonly string[],
): Promise<number[]> {
  await eventually(async () => {
    const rows = await play.sql(
      "SELECT 1 FROM payments WHERE reference = ANY($1) AND next_check_at <= now() + interval '30 seconds'",
      [references],
    );
    return (
      rows.length === 0 && references.every((one) => (vendor.charges.get(one)?.looks ?? 0) > 0)
    );
  }, 30_000);
  return references.map((reference) => vendor.charges.get(reference)?.looks ?? 0);
}

describeOnBothQueues('two api and two worker processes', (queue) => {
  let play: Play;

  beforeAll(async () => {
    play = await Play.open({
      databaseUrl: await createDatabase(),
      env: {
        KUNCI_MASTER_KEY: TEST_MASTER_KEY,
        ...(queue === 'redis' && { REDIS_URL: redisUrl() }),
      },
      seed: SEED,
      size: { api: 2, worker: 2 },
      faults: { broken: 0.05, cut: 0.03, repeated: 0.1 },
      load: { paymentsPerSecond: 6, eventsPerSecond: 10, patienceMs: 0 },
    });
  });

  afterAll(() => play.close());

  it('lose nothing and do nothing twice while each of them is killed under load', async () => {
    await play.stock(1_500);
    play.start(40);
    for (const member of play.cluster.members) {
      await delay(800);
      await play.cluster.kill(member);
      await delay(300);
      await play.cluster.startMember(member);
    }
    await play.stop();
    const left = await untilQuiet(play, 90_000, hurry(play));
    expect(left).toEqual({ webhooks: 0, events: 0, deliveries: 0, payments: 0, attempts: 0 });

    const { accounts, wrongs } = await audit(play);
    expect(wrongs).toEqual([]);
    expect(accounts.filter(({ promised }) => promised < 20)).toEqual([]);
    expect(accounts.map(({ what, lost, doubled }) => ({ what, lost, doubled }))).toEqual(
      accounts.map(({ what }) => ({ what, lost: [], doubled: [] })),
    );
  });

  it('answer what they took when they are told to stop', async () => {
    const { vendor } = play.primary;
    vendor.behave(NO_FAULTS);
    vendor.thinkMs = 1_000;
    const asked = Array.from({ length: 12 }, () => play.load.payOnce());
    await eventually(async () => vendor.inHand === asked.length);
    const first = play.cluster.member('api-1');
    expect(await play.cluster.stop(first)).toEqual({ code: 0, signal: null });
    vendor.thinkMs = 5;
    const answered = await Promise.all(asked);
    expect(answered.filter(({ id }) => id === undefined)).toEqual([]);
    await play.cluster.startMember(first);
  });

  it('give back what they have in hand when they are told to stop', async () => {
    await play.stock(400);
    for (const charge of play.primary.vendor.charges.values()) play.primary.vendor.pay(charge);
    await delay(300);
    const workers = play.cluster.members.filter(({ role }) => role === 'worker');
    const exits = await Promise.all(workers.map((worker) => play.cluster.stop(worker)));
    expect(exits).toEqual(workers.map(() => ({ code: 0, signal: null })));
    const [held] = await play.sql<{ webhooks: number; deliveries: number }>(
      `SELECT (SELECT count(*)::int FROM webhook_logs WHERE status = 'processing') AS webhooks,
              (SELECT count(*)::int FROM webhook_deliveries WHERE leased_until > now() AND due_at IS NOT NULL) AS deliveries`,
    );
    expect(held).toEqual({ webhooks: 0, deliveries: 0 });
  });

  it('do scheduled work once, also when both workers start at the same moment', async () => {
    const { vendor } = play.primary;
    const due = await dueForALook(play, vendor, 'LOOK');
    const property = await play.cluster.api().post('/api/v1/properties', { name: 'Hotel Satu' });
    expect(property.status).toBe(201);
    await play.sql(`UPDATE properties SET created_at = now() - interval '5 days'`);
    const breaker = `/api/v1/providers/${play.fallback.provider.id}/breaker`;
    expect((await play.cluster.api().post(breaker, { state: 'open' })).status).toBe(200);

    const workers = play.cluster.members.filter(({ role }) => role === 'worker');
    await Promise.all(workers.map((worker) => play.cluster.startMember(worker)));

    expect(new Set(await looksAt(play, vendor, due))).toEqual(new Set([1]));
    const runs = await eventually(async () => {
      const found = await play.sql<{ property_id: string | null }>(
        `SELECT property_id FROM reconciliation_runs WHERE origin = 'daily'`,
      );
      return found.length > 1 && found;
    }, 20_000);
    expect(new Set(runs.map(({ property_id }) => property_id)).size).toBe(runs.length);
    const raised = await eventually(async () => {
      const found = [...play.events.heard.values()].filter(({ event }) => event === 'alert.raised');
      return found.length > 0 && found;
    }, 40_000);
    const alerts = await play.sql('SELECT 1 FROM alerts');
    expect(raised).toHaveLength(alerts.length);
    expect((await play.cluster.api().post(breaker, { state: 'closed' })).status).toBe(200);
  });

  it('all hear of a changed provider, mapping and setting', async () => {
    const [first, second] = [play.cluster.member('api-1'), play.cluster.member('api-2')];
    const moved = await new BooksVendor(new Dice(SEED), NO_FAULTS).listen();
    try {
      const api = play.cluster.api(first);
      const change = { base_urls: { default: moved.url } };
      const { id } = play.primary.provider;
      expect((await api.patch(`/api/v1/providers/${id}`, change)).status).toBe(200);
      const mapping = { chain: [id] };
      expect((await api.put('/api/v1/features/payment.moved', mapping)).status).toBe(200);
      const setting = { alerts: { dead_letters: 77 } };
      expect((await api.patch('/api/v1/settings', setting)).status).toBe(200);

      await eventually(async () => {
        const { body } = await play.cluster.api(second).get('/api/v1/settings');
        return body.alerts.dead_letters === 77;
      });
      for (const member of [first, second]) {
        const answer = await play.cluster
          .api(member)
          .post(
            '/api/v1/payments',
            { feature: 'payment.moved', order_id: member.name, amount: 1_000, currency: 'IDR' },
            { 'idempotency-key': member.name },
          );
        expect(answer.status).toBe(201);
        expect(moved.charges.has(answer.body.reference)).toBe(true);
      }
      await expectBothWorkersToKnow(play, moved);
    } finally {
      await moved.close();
    }
  });
});

/** One of them is held still in turn, so that what is due is surely the other one's work. */
async function expectBothWorkersToKnow(play: Play, vendor: BooksVendor): Promise<void> {
  const workers = play.cluster.members.filter(({ role }) => role === 'worker');
  for (const still of workers) {
    const pid = still.process?.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    try {
      const due = await dueForALook(play, vendor, `MOVED-${still.name}`);
      expect(await looksAt(play, vendor, due)).toHaveLength(due.length);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }
}
