/**
 * The same payment asked of the hub and of the vendor's simulator directly, in turns, with axios as a PMS would: what
 * the hub adds is the difference of the medians. A process of its own; plan on stdin, result on stdout.
 */
import { Agent } from 'node:http';
import { text } from 'node:stream/consumers';
import axios from 'axios';
import { percentile } from './figures.mjs';
import { render } from './vendor-request.mjs';

const { hub, direct, first, count, warmup } = JSON.parse(await text(process.stdin));
const client = axios.create({
  httpAgent: new Agent({ keepAlive: true }),
  validateStatus: () => true,
  proxy: false,
  maxRedirects: 0,
});

async function timed(request) {
  const startedAt = performance.now();
  const response = await client.request(request);
  const took = performance.now() - startedAt;
  if (response.status < 200 || response.status > 299) {
    throw new Error(`${request.url} answered ${response.status} ${JSON.stringify(response.data)}`);
  }
  return took;
}

function hubRequest(n) {
  return {
    method: 'POST',
    url: hub.url,
    headers: { authorization: `Bearer ${hub.apiKey}`, 'idempotency-key': `latency-${n}` },
    data: { ...hub.body, order_id: `latency-${n}` },
  };
}

function directRequest(n) {
  return {
    method: direct.request.method,
    url: direct.origin + direct.request.path,
    headers: Object.fromEntries(
      direct.request.headers.map(([name, value]) => [name, render(value, n)]),
    ),
    data: render(direct.request.body, n),
  };
}

const took = { hub: [], direct: [] };
for (let n = first; n < first + warmup + count; n += 1) {
  const one = await timed(hubRequest(n));
  const other = await timed(directRequest(n));
  if (n < first + warmup) continue;
  took.hub.push(one);
  took.direct.push(other);
}
const summary = (values) => {
  const sorted = Float64Array.from(values).sort();
  return { p50: percentile(sorted, 50), p99: percentile(sorted, 99) };
};
process.stdout.write(
  `${JSON.stringify({ hub: summary(took.hub), direct: summary(took.direct) })}\n`,
);
process.exit(0);
