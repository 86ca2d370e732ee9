/**
 * Outgoing deliveries per second: events are put into the outbox in one go, the time counts from there until the last
 * one has arrived. To one fast receiver, to ten, and to ten of which one never answers: the other nine should keep
 * their rate.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { median, percent, perSecond } from './figures.mjs';

const TIMEOUT_MS = 300_000;
const LOOK_MS = 20;

export async function benchDeliveries(stage, { rounds, quick }) {
  const count = quick ? 300 : 2000;
  const receiver = await stage.start([join(import.meta.dirname, 'receiver.mjs')]);
  const plan = {
    one: { fast: 1, hanging: 0 },
    ten: { fast: 10, hanging: 0 },
    nine: { fast: 9, hanging: 1 },
  };
  const runs = { one: [], ten: [], nine: [] };
  await run(stage, receiver, { name: 'warm', count: 200, ...plan.one });
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, scene] of Object.entries(plan)) {
      const rate = await run(stage, receiver, { name: `${name}${round}`, count, ...scene });
      runs[name].push(rate);
      process.stderr.write(`  ${name}: ${perSecond(rate)}\n`);
    }
  }
  const [one, ten, nine] = [median(runs.one), median(runs.ten), median(runs.nine)];
  // What nine of ten got when all answered, against what nine get beside one that hangs.
  const kept = nine / (ten * 0.9);
  return {
    figures: { events: count, one, ten, nine_beside_hanging: nine, kept },
    rows: [
      ['events delivered: one fast receiver', perSecond(one), ''],
      ['deliveries: ten fast receivers', perSecond(ten), ''],
      ['deliveries: nine beside one that hangs', perSecond(nine), ''],
      ['  against their share of the ten', percent(kept), '≥ 90 %'],
    ],
  };
}

/** Deliveries per second to the receivers that answer. */
async function run(stage, receiver, { name, count, fast, hanging }) {
  const paths = [
    ...Array.from({ length: fast }, (_, i) => `/fast/${name}/${i}`),
    ...Array.from({ length: hanging }, (_, i) => `/hang/${name}/${i}`),
  ];
  const event = `bench.${name}`;
  const endpoints = [];
  for (const path of paths) {
    const body = { url: receiver.url + path, events: [event] };
    endpoints.push(await stage.api('POST', '/api/v1/webhook-endpoints', body));
  }
  const startedAt = performance.now();
  await putEvents(stage, event, count);
  await arrived(receiver, paths.slice(0, fast), count);
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { id } of endpoints) await stage.api('DELETE', `/api/v1/webhook-endpoints/${id}`);
  await settled(stage, event);
  return (count * fast) / seconds;
}

/** As the hub writes them, with the ring that follows a commit. */
async function putEvents(stage, event, count) {
  await stage.sql.query(
    `INSERT INTO domain_events (id, event, data, occurred_at)
     SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7' ||
             substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid,
            $1, jsonb_build_object('reservation_id', 'RES-' || i, 'room_number', '204'), now()
     FROM generate_series(1, $2::int) AS i`,
    [event, count],
  );
}

async function arrived(receiver, paths, count) {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const counts = await (await fetch(receiver.url)).json();
    if (paths.every((path) => (counts[path] ?? 0) >= count)) return;
    if (Date.now() > deadline) throw new Error(`not all arrived: ${JSON.stringify(counts)}`);
    await delay(LOOK_MS);
  }
}

/** Until nothing of this run is left to send, so that the next one has the hub for itself. */
async function settled(stage, event) {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const { rows } = await stage.sql.query(
      'SELECT count(*)::int AS left FROM webhook_deliveries WHERE event = $1 AND due_at IS NOT NULL',
      [event],
    );
    if (rows[0].left === 0) return;
    if (Date.now() > deadline) throw new Error(`${rows[0].left} deliveries are still due`);
    await delay(200);
  }
}
