/**
 * The request that the hub itself sends to a vendor, taken off the wire, so that the direct calls are the same to the
 * byte and no vendor's protocol has to be written down here.
 */
import { createServer } from 'node:http';

const WORDS = /([A-Za-z0-9_.:-]+)/;
/** Set by whoever sends, not part of what is repeated. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'traceparent',
  'transfer-encoding',
  'accept-encoding',
]);

/**
 * Two payments are made at a recorder that refuses them; where their requests differ stands what must be unique.
 *
 * @returns {Promise<{ method: string, path: string, headers: [string, Template][], body: Template }>} see `render`
 */
export async function captureCreate(stage, simulator, simulatedUrls) {
  const recorded = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    recorded.push({ method: request.method, path: request.url, headers: request.headers, body });
    response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const urls = Object.fromEntries(
    Object.entries(simulatedUrls).map(([name, url]) => [
      name,
      origin + new URL(url).pathname.replace(/\/$/, ''),
    ]),
  );
  const provider = await stage.createProvider({
    name: 'Bench recorder',
    preset_id: simulator.presetId,
    credentials: simulator.credentials,
    base_urls: urls,
  });
  for (const order of ['bench-record-1', 'bench-record-2'])
    await payOnce(stage, provider.id, order);
  server.close();
  server.closeAllConnections();
  const creates = recorded.filter(({ method, body }) => method === 'POST' && body !== '');
  if (creates.length < 2) throw new Error('the hub sent no request that could be repeated');
  return toTemplate(
    creates[0],
    creates.find((other) => other.body !== creates[0].body) ?? creates[1],
  );
}

/** It fails, as it should: the recorder answers 500. */
async function payOnce(stage, providerId, orderId) {
  await fetch(`${stage.hub.url}/api/v1/payments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stage.hub.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': orderId,
    },
    body: JSON.stringify({
      provider_id: providerId,
      order_id: orderId,
      amount: 150000,
      currency: 'IDR',
    }),
  });
}

function toTemplate(one, other) {
  const headers = Object.entries(one.headers)
    .filter(([name]) => !OWN_HEADERS.has(name))
    .map(([name, value]) => [name, differing(String(value), String(other.headers[name] ?? ''))]);
  return { method: one.method, path: one.path, headers, body: differing(one.body, other.body) };
}

/** The text cut into words; those that are another in the other text are marked. */
function differing(text, other) {
  const [words, others] = [text.split(WORDS), other.split(WORDS)];
  return words.map((word, i) => ({ word, varies: word !== others[i] }));
}

/** The `n`th request: every word that varies gets its end replaced by the number. */
export function render(template, n) {
  const number = n.toString(36).padStart(6, '0');
  return template
    .map(({ word, varies }) =>
      varies && word.length > number.length ? word.slice(0, -number.length) + number : word,
    )
    .join('');
}
