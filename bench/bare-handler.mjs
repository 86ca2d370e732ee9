/**
 * The yardstick for webhooks: the least a hand-written receiver can do that still keeps what it acknowledges.
 * Bare Fastify, HMAC-SHA256 over the raw body compared in constant time, one prepared INSERT per request in its own
 * transaction, 200. No queue, no masking, no log line.
 *
 * Settings: DATABASE_URL, SECRET, HEADER, POOL. Prints `{"url": …}` once it listens.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

const { DATABASE_URL, SECRET, HEADER, POOL } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL) });

const INSERT = {
  name: 'insert-webhook',
  text: 'INSERT INTO bench_webhooks (id, headers, body, received_at) VALUES ($1, $2, $3, $4)',
};

await pool.query(`
  CREATE TABLE IF NOT EXISTS bench_webhooks (
    id          uuid        PRIMARY KEY,
    headers     jsonb       NOT NULL,
    body        bytea       NOT NULL,
    received_at timestamptz NOT NULL
  )`);

const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/webhook', async (request, reply) => {
  const expected = createHmac('sha256', SECRET).update(request.body).digest();
  const given = Buffer.from(String(request.headers[HEADER] ?? ''), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return reply.code(401).send({ message: 'bad signature' });
  }
  const values = [randomUUID(), JSON.stringify(request.headers), request.body, new Date()];
  await pool.query({ ...INSERT, values });
  return reply.code(200).send({ received: true });
});

const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ url: `${url}/webhook` })}\n`);

process.once('SIGTERM', async () => {
  await app.close();
  await pool.end();
});
