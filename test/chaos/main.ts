/**
 * `npm run chaos [-- --seconds=300] [--seed=1] [--queue=redis|postgres]`
 *
 * Two api and two worker hubs on loopback under load of webhooks, payments and deliveries, while hubs, Postgres and
 * Redis are killed at random. Then everything may come to rest, and the books are compared: exit code 0 and "zero lost,
 * zero doubled", or 1 and what is missing. Runs under Node's own type stripping, so only erasable syntax here.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { audit, type Audit, isClean, report, untilQuiet } from '#test/chaos/audit.js';
import { Dice } from '#test/chaos/dice.js';
import { Mischief } from '#test/chaos/mischief.js';
import { Play } from '#test/chaos/play.js';
import { type Service, startPostgres, startRedis } from '#test/chaos/services.js';

const QUIET_MS = 240_000;
const WEBHOOKS_PER_SECOND = 40;
const MASTER_KEY = `base64:${Buffer.alloc(32, 9).toString('base64')}`;

interface Options {
  readonly seconds: number;
  readonly seed: number;
  readonly queue: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '300' },
      seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
      queue: { type: 'string', default: 'redis' },
    },
  });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  if (!(seconds > 0) || !Number.isInteger(seed)) {
    throw new Error('expected --seconds=<more than 0> and --seed=<a whole number>');
  }
  if (!['redis', 'postgres'].includes(values.queue)) {
    throw new Error('expected --queue=redis or --queue=postgres');
  }
  return { seconds, seed, queue: values.queue };
}

const startedAt = Date.now();
function tell(words: string): void {
  console.log(`${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(7)} s  ${words}`);
}

async function main(): Promise<number> {
  const options = readOptions();
  const dataDir = await mkdtemp(join(tmpdir(), 'kunci-chaos-'));
  const services: Service[] = [];
  try {
    const postgres = await startPostgres(dataDir);
    services.push(postgres);
    const redis = options.queue === 'redis' ? await startRedis() : undefined;
    if (redis) services.push(redis);
    else if (options.queue === 'redis') tell('no redis-server is installed: queues on Postgres');
    tell(`seed ${options.seed}, ${options.seconds} s, queues on ${redis ? 'Redis' : 'Postgres'}`);
    return await run(options, postgres, redis);
  } finally {
    for (const service of services.reverse()) await service.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function run(
  { seconds, seed }: Options,
  postgres: Service,
  redis: Service | undefined,
): Promise<number> {
  const play = await Play.open({
    databaseUrl: postgres.url,
    env: { KUNCI_MASTER_KEY: MASTER_KEY, ...(redis && { REDIS_URL: redis.url }) },
    seed,
    size: { api: 2, worker: 2 },
    faults: { broken: 0.03, cut: 0.02, repeated: 0.05 },
    load: { paymentsPerSecond: 5, eventsPerSecond: 10, patienceMs: 120_000 },
  });
  try {
    await play.stock(seconds * WEBHOOKS_PER_SECOND);
    tell('two api and two worker hubs stand; the load begins');
    play.start(WEBHOOKS_PER_SECOND);
    const mischief = new Mischief(new Dice(seed), { cluster: play.cluster, postgres, redis }, tell);
    await mischief.goOnFor(seconds * 1_000);
    tell('no more blows; what was asked for is answered');
    await play.stop();
    tell('no more load; what was promised is worked off');
    const left = await untilQuiet(play, QUIET_MS);
    tell(`at rest: ${JSON.stringify(left)}`);
    const isAtRest = Object.values(left).every((count) => count === 0);
    return await conclude(play, await audit(play), { isAtRest, blows: mischief.counts });
  } finally {
    await play.close();
  }
}

async function conclude(
  play: Play,
  books: Audit,
  { isAtRest, blows }: { readonly isAtRest: boolean; readonly blows: Record<string, number> },
): Promise<number> {
  console.log(`\n  ${JSON.stringify(blows)}`);
  for (const line of report(books)) console.log(line);
  const path = join(tmpdir(), `kunci-chaos-${process.pid}.log`);
  if (isAtRest && isClean(books)) {
    console.log('\nzero lost, zero doubled');
    return 0;
  }
  await writeFile(path, `${await storiesOf(play, books)}\n\n${play.cluster.errors()}`);
  console.log(`\nNOT CLEAN${isAtRest ? '' : ', and not at rest'}; what the hubs said: ${path}`);
  return 1;
}

/** Everything the hub knows about the payments that are not as they should be. */
async function storiesOf(play: Play, { accounts }: Audit): Promise<string> {
  const orders = accounts
    .flatMap(({ lost, doubled }) => [...lost, ...doubled])
    .map((words) => words.split(' ')[0]);
  const rows = await play.sql(
    `SELECT to_jsonb(p) AS payment,
            (SELECT jsonb_agg(e ORDER BY e.id) FROM payment_events e WHERE e.payment_id = p.id) AS events,
            (SELECT jsonb_agg(a ORDER BY a.number) FROM payment_attempts a WHERE a.payment_id = p.id) AS attempts,
            (SELECT jsonb_agg(l ORDER BY l.id) FROM integration_logs l WHERE l.reference = p.id::text) AS calls
     FROM payments p WHERE p.order_id = ANY($1)`,
    [orders],
  );
  return rows.map((row) => JSON.stringify(row, null, 1)).join('\n');
}

process.exitCode = await main();
