/**
 * Load generator: a process of its own, so that making load and taking it don't share an event loop.
 *
 * Reads one plan (JSON) on stdin, prints one result (JSON) on stdout. It speaks HTTP/1.1 over bare keep-alive
 * sockets, one request at a time on each, because a full client would cost more than the handlers under test.
 * Every latency is kept, so percentiles are exact.
 *
 * Plan: { url, connections, warmupMs, measureMs, run, headers, requests?, kind, … }; `requests` ends it earlier.
 *   kind `webhook`: POST of a signed JSON body of about 1 kB; { secret, header, references? }
 *   kind `payment`: POST of `body` with a fresh order id and Idempotency-Key each; { body }
 */
import { createHmac } from 'node:crypto';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { percentile } from './figures.mjs';

const WEBHOOK_BYTES = 1024;

/** @type {Record<string, (plan: any) => (n: number) => { headers: string, body: string }>} */
const KINDS = { webhook: webhookMaker, payment: paymentMaker };

class HttpConnection {
  constructor(url) {
    this.socket = createConnection({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.pending = undefined;
    this.buffered = '';
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk) => this.take(chunk));
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  connected() {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('error', reject);
    });
  }

  /** Sends one request; resolves with the status once the whole answer is there. */
  send(request) {
    return new Promise((resolve, reject) => {
      this.pending = { resolve, reject };
      this.socket.write(request);
    });
  }

  take(chunk) {
    this.buffered += chunk;
    const length = answerLength(this.buffered);
    if (length < 0 || this.buffered.length < length) return;
    const status = Number(this.buffered.slice(9, 12));
    this.buffered = this.buffered.slice(length);
    const { resolve } = this.pending ?? {};
    this.pending = undefined;
    resolve?.(status);
  }

  fail(error) {
    const { reject } = this.pending ?? {};
    this.pending = undefined;
    reject?.(error);
  }

  close() {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }
}

/** Bytes of the whole answer, or -1 while that can't be told yet. */
function answerLength(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return -1;
  const found = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, head + 2));
  if (found) return head + 4 + Number(found[1]);
  if (!/\r\ntransfer-encoding: *chunked/i.test(answer.slice(0, head + 2))) return head + 4;
  const end = answer.indexOf('0\r\n\r\n', head + 4);
  return end < 0 ? -1 : end + 5;
}

function webhookMaker({ secret, header, run, references = ['none'] }) {
  const bodyOf = (id, reference, pad) =>
    `{"event":"payment.update","id":"${id}","reference":"${reference}","status":"paid","pad":"${pad}"}`;
  const idOf = (n) => `${run}-${String(n).padStart(9, '0')}`;
  const pad = 'x'.repeat(Math.max(0, WEBHOOK_BYTES - bodyOf(idOf(0), references[0], '').length));
  return (n) => {
    const body = bodyOf(idOf(n), references[n % references.length], pad);
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    return { headers: `${header}: ${signature}\r\n`, body };
  };
}

function paymentMaker({ body, run }) {
  return (n) => ({
    headers: `idempotency-key: ${run}-${n}\r\n`,
    body: JSON.stringify({ ...body, order_id: `${run}-${n}` }),
  });
}

async function main() {
  const plan = JSON.parse(await text(process.stdin));
  const url = new URL(plan.url);
  const make = KINDS[plan.kind](plan);
  const fixed = Object.entries(plan.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\n${fixed.join('')}`;
  const connections = Array.from({ length: plan.connections }, () => new HttpConnection(url));
  await Promise.all(connections.map((connection) => connection.connected()));

  const state = { sent: 0, acknowledged: 0, latencies: [], statuses: {}, errors: 0, lastError: '' };
  const startedAt = performance.now();
  const measureFrom = startedAt + plan.warmupMs;
  const measureUntil = measureFrom + plan.measureMs;

  const limit = plan.requests ?? Infinity;

  const drive = async (connection) => {
    while (state.sent < limit && performance.now() < measureUntil) {
      const { headers, body } = make(state.sent++);
      const request = `${head}content-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
      const sentAt = performance.now();
      const status = await connection.send(request);
      const answeredAt = performance.now();
      if (status >= 200 && status < 300) state.acknowledged += 1;
      if (sentAt < measureFrom || answeredAt > measureUntil) continue;
      state.statuses[status] = (state.statuses[status] ?? 0) + 1;
      if (status >= 200 && status < 300) state.latencies.push(answeredAt - sentAt);
    }
  };
  const noteError = (error) => {
    state.errors += 1;
    state.lastError = error.message;
  };
  await Promise.all(connections.map((connection) => drive(connection).catch(noteError)));
  for (const connection of connections) connection.close();

  const sorted = Float64Array.from(state.latencies).sort();
  const result = {
    sent: state.sent,
    acknowledged: state.acknowledged,
    statuses: state.statuses,
    connectionErrors: state.errors,
    ...(state.lastError !== '' && { lastError: state.lastError }),
    perSecond: sorted.length / (plan.measureMs / 1000),
    p50: percentile(sorted, 50),
    p90: percentile(sorted, 90),
    p99: percentile(sorted, 99),
    max: percentile(sorted, 100),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

await main();
