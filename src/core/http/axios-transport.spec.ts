import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { VendorError } from '#core/errors/vendor-error.js';
import { AgentPool } from './agent-pool.js';
import { AxiosTransport, type AxiosTransportOptions } from './axios-transport.js';
import { EgressGuard } from './egress-guard.js';
import type { ResolveAll } from './shared-lookup.js';
import type { HttpRequest, TlsIdentity } from './http.types.js';

// Loopback servers, because what is tested is what sockets do.

/** What the test servers show; its own authority. Made for this file alone: localhost, 2020 to 2120. */
const SERVER: TlsIdentity = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBazCCARGgAwIBAgIBATAKBggqhkjOPQQDAjAWMRQwEgYDVQQDDAtzZXJ2ZXIu
dGVzdDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFjEUMBIGA1UE
AwwLc2VydmVyLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARm6OgW4dES
InXFRMlqCdT8QCbvtseM6XJP/XknIBwlk1now9q8mN1Fm9Is7rrIejeoQ3As47zz
/fhNAZI752C4o04wTDAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwDwYDVR0T
AQH/BAUwAwEB/zAdBgNVHQ4EFgQUG+jAp0i2C2wjkMqliJatiZdVtxUwCgYIKoZI
zj0EAwIDSAAwRQIhAMWid94dYaR5Qg2i3ZjurE6m2CXQygJ5Um6vcGcJY2JVAiB9
e4CKMlJ+PEZ/W1UX7FZeiBq15833kpuvZoySGI2BuA==
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAQmJ6Vh7N0obUP9P
X+T6CfSlIWIUbQFq50PBJwn0IiyhRANCAARm6OgW4dESInXFRMlqCdT8QCbvtseM
6XJP/XknIBwlk1now9q8mN1Fm9Is7rrIejeoQ3As47zz/fhNAZI752C4
-----END PRIVATE KEY-----`,
};

/** A client that no server here knows. */
const STRANGER: TlsIdentity = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAYMRYwFAYDVQQDDA1zdHJhbmdl
ci50ZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAYMRYwFAYD
VQQDDA1zdHJhbmdlci50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE4vv5
eBm2z63e04ZOTrLo9B7qFwodh2QRzKeCX5BYCwPq9FnxTftA0F+849L5wGONC2pf
ppBkiTA9GXSo82E7YKNOMEwwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8G
A1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFOA4/vwHN8JuqNG+j2yF24JWyCr7MAoG
CCqGSM49BAMCA0cAMEQCIDYB/+C0MJGfEV+CDRH6q3V+Mx7BNrTxGE4md6/kcGp8
AiBXTaLT3JLhODTROErUW7AeYdmJoQQwRGJT6MmnGrDGtQ==
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyWK8+utwhg43GCc5
HgwtxKU7/W0SqTGOG8hsQjgZXv2hRANCAATi+/l4GbbPrd7Thk5Osuj0HuoXCh2H
ZBHMp4JfkFgLA+r0WfFN+0DQX7zj0vnAY40Lal+mkGSJMD0ZdKjzYTtg
-----END PRIVATE KEY-----`,
};

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

interface TransportSetup extends AxiosTransportOptions {
  readonly allow?: readonly string[];
  readonly resolve?: ResolveAll;
}

function aTransport({
  allow = ['127.0.0.0/8'],
  resolve,
  ...options
}: TransportSetup = {}): AxiosTransport {
  const guard = new EgressGuard(allow, resolve);
  const transport = new AxiosTransport(guard, new AgentPool(guard), options);
  cleanups.push(() => transport.close());
  return transport;
}

function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function serve(handler: http.RequestListener): Promise<number> {
  return listen(http.createServer({ keepAliveTimeout: 60_000 }, handler));
}

function to(port: number, changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url: `http://127.0.0.1:${port}/pay`,
    headers: {},
    timeoutMs: 3_000,
    ...changes,
  };
}

async function failureOf(answer: Promise<unknown>): Promise<VendorError> {
  const error: unknown = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof VendorError)) {
    throw new Error(`expected a VendorError, got ${String(error)}`);
  }
  return error;
}

function read(request: http.IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}

describe('an exchange that works', () => {
  it('sends method, path, headers and body as rendered', async () => {
    let seen: unknown;
    const port = await serve((request, response) => {
      void read(request).then((body) => {
        seen = { method: request.method, path: request.url, raw: request.rawHeaders.slice(), body };
        response.end();
      });
    });
    await aTransport().send(
      to(port, {
        method: 'PUT',
        url: `http://127.0.0.1:${port}/a%2Fb?x=1&x=2&y=%20`,
        headers: { 'X-Signature': 'abc', 'Content-Type': 'application/json' },
        body: Buffer.from('{"a":1}'),
      }),
    );
    expect(seen).toMatchObject({ method: 'PUT', path: '/a%2Fb?x=1&x=2&y=%20', body: '{"a":1}' });
    expect(seen).toHaveProperty(
      'raw',
      expect.arrayContaining(['X-Signature', 'abc', 'Content-Length', '7']),
    );
  });

  it('gives status, lower-case headers with repeats joined, and the bytes', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(201, [
        'X-One',
        'a',
        'X-One',
        'b',
        'Set-Cookie',
        'c=1',
        'Set-Cookie',
        'd=2',
      ]);
      response.end(Buffer.from([0xff, 0xfe, 0x00]));
    });
    const answer = await aTransport().send(to(port));
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ 'x-one': 'a, b', 'set-cookie': 'c=1, d=2' });
    expect(answer.body).toEqual(Buffer.from([0xff, 0xfe, 0x00]));
  });

  it.each([400, 401, 404, 429, 500, 503])('treats %s as an answer', async (status) => {
    const port = await serve((_request, response) =>
      response.writeHead(status).end('{"why":"because"}'),
    );
    const answer = await aTransport().send(to(port));
    expect([answer.status, answer.body.toString()]).toEqual([status, '{"why":"because"}']);
  });

  it('does not follow a redirect', async () => {
    const port = await serve((_request, response) =>
      response.writeHead(302, { location: '/elsewhere' }).end(),
    );
    const answer = await aTransport().send(to(port, { method: 'GET' }));
    expect([answer.status, answer.headers['location']]).toEqual([302, '/elsewhere']);
  });

  it('unpacks a compressed answer', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    expect((await aTransport().send(to(port))).body.toString()).toBe('{"a":1}');
  });

  it('gives an empty body where there is none', async () => {
    const port = await serve((_request, response) => response.writeHead(204).end());
    expect((await aTransport().send(to(port))).body).toHaveLength(0);
  });

  it('uses one connection for requests one after the other', async () => {
    const sockets = new Set<net.Socket>();
    const port = await serve((request, response) => {
      sockets.add(request.socket);
      response.end();
    });
    const transport = aTransport();
    for (let i = 0; i < 3; i++) await transport.send(to(port));
    expect(sockets.size).toBe(1);
  });

  it('ignores proxy settings of the environment', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    cleanups.push(() => delete process.env['http_proxy']);
    const port = await serve((_request, response) => response.end('direct'));
    expect((await aTransport().send(to(port))).body.toString()).toBe('direct');
  });
});

describe('a request that surely did nothing', () => {
  it('is unavailable when the connection is refused', async () => {
    const server = net.createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(aTransport().send(to(port)));
    expect([error.kind, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('refused the connection'),
    ]);
  });

  it('is unavailable when the name does not exist', async () => {
    const missing = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const transport = aTransport({ resolve: (_host, _options, done) => done(missing, []) });
    const error = await failureOf(transport.send(to(80, { url: 'http://vendor.example/' })));
    expect([error.kind, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('has no address in DNS'),
    ]);
  });

  it('is unavailable when the lookup hangs longer than the connection may take', async () => {
    const transport = aTransport({ connectTimeoutMs: 40, resolve: () => undefined });
    const error = await failureOf(transport.send(to(80, { url: 'http://vendor.example/' })));
    expect(error.kind).toBe('unavailable');
  });

  it('is unavailable when the TLS handshake hangs, well before the total timeout', async () => {
    const port = await listen(net.createServer());
    const transport = aTransport({ connectTimeoutMs: 40 });
    const startedAt = performance.now();
    const error = await failureOf(transport.send(to(port, { url: `https://127.0.0.1:${port}/` })));
    expect(error.kind).toBe('unavailable');
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  it('is unavailable when the other side does not speak TLS', async () => {
    const port = await listen(
      net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    const error = await failureOf(
      aTransport().send(to(port, { url: `https://127.0.0.1:${port}/` })),
    );
    expect(error.kind).toBe('unavailable');
  });

  it('is unavailable when the certificate is not trusted', async () => {
    const port = await listen(https.createServer(SERVER, (_request, response) => response.end()));
    const error = await failureOf(
      aTransport().send(to(port, { url: `https://127.0.0.1:${port}/` })),
    );
    expect([error.kind, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('self-signed'),
    ]);
  });

  it('is unavailable when our client certificate is refused in the handshake', async () => {
    let requests = 0;
    const options = {
      ...SERVER,
      maxVersion: 'TLSv1.2' as const,
      requestCert: true,
      ca: SERVER.cert,
    };
    const server = https.createServer(options, (_request, response) => {
      requests += 1;
      response.end();
    });
    const port = await listen(server);
    const error = await failureOf(
      aTransport().send(
        to(port, { url: `https://127.0.0.1:${port}/`, tls: { ...STRANGER, ca: SERVER.cert } }),
      ),
    );
    expect([error.kind, requests]).toEqual(['unavailable', 0]);
  });

  it('is unavailable when the egress guard refuses a literal address', async () => {
    let requests = 0;
    const port = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const error = await failureOf(aTransport({ allow: [] }).send(to(port)));
    expect([error.kind, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('KUNCI_EGRESS_ALLOW'),
    ]);
    expect(requests).toBe(0);
  });

  it('is unavailable when the egress guard refuses what a name resolves to', async () => {
    const port = await serve((_request, response) => response.end());
    const resolve: ResolveAll = (_host, _options, done) =>
      done(null, [{ address: '127.0.0.1', family: 4 }]);
    const transport = aTransport({ allow: [], resolve });
    const error = await failureOf(
      transport.send(to(port, { url: `http://vendor.example:${port}/` })),
    );
    expect([error.kind, error.message]).toEqual([
      'unavailable',
      expect.stringContaining('KUNCI_EGRESS_ALLOW'),
    ]);
  });

  it('is refused before sending when a header could only be sent damaged', async () => {
    const port = await serve((_request, response) => response.end());
    const error = await failureOf(
      aTransport().send(to(port, { headers: { 'X-Name': 'caf\u00e9\u2713' } })),
    );
    expect([error.kind, error.message]).toEqual([
      'invalid_request',
      expect.stringContaining('X-Name'),
    ]);
  });
});

describe('a request that may have been acted on', () => {
  it.each([
    ['is reset', (socket: net.Socket) => socket.resetAndDestroy()],
    ['is closed', (socket: net.Socket) => socket.destroy()],
  ])('is ambiguous when the connection %s before the answer', async (_case, cut) => {
    const port = await serve((request) => cut(request.socket));
    const error = await failureOf(aTransport().send(to(port, { body: Buffer.from('{}') })));
    expect([error.kind, error.vendorStatus]).toEqual(['ambiguous', undefined]);
  });

  it('is ambiguous when no answer comes in time, and its connection is closed', async () => {
    const closed = new Promise<void>((resolve) => {
      void serve((request) => request.socket.once('close', () => resolve())).then(async (port) => {
        const error = await failureOf(aTransport().send(to(port, { timeoutMs: 60 })));
        expect([error.kind, error.message]).toEqual([
          'ambiguous',
          expect.stringContaining('did not answer in time'),
        ]);
      });
    });
    await closed;
  });

  it('is ambiguous when the answer trickles beyond the total time', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      const drip = setInterval(() => response.write('.'), 10);
      cleanups.push(() => clearInterval(drip));
    });
    const error = await failureOf(aTransport().send(to(port, { timeoutMs: 120 })));
    expect([error.kind, error.vendorStatus]).toEqual(['ambiguous', 200]);
  });

  it.each([
    ['plain', {}, 'only a part'],
    ['compressed', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(1000)).subarray(0, 20)],
  ])('is ambiguous when a %s answer breaks off', async (_case, headers, part) => {
    const port = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '5000', ...headers });
      response.write(part, () => request.socket.destroy());
    });
    const error = await failureOf(aTransport().send(to(port)));
    expect([error.kind, error.message]).toEqual([
      'ambiguous',
      expect.stringContaining('broke off its answer'),
    ]);
  });

  it('is ambiguous when the answer is larger than may be read', async () => {
    const port = await serve((_request, response) => response.end(Buffer.alloc(2_000)));
    const error = await failureOf(aTransport({ maxAnswerBytes: 1_000 }).send(to(port)));
    expect([error.kind, error.message]).toEqual([
      'ambiguous',
      expect.stringContaining('larger than the hub reads'),
    ]);
  });

  it('counts the unpacked size of an answer', async () => {
    const port = await serve((_request, response) => {
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(1_000_000)));
    });
    const error = await failureOf(aTransport({ maxAnswerBytes: 10_000 }).send(to(port)));
    expect(error.kind).toBe('ambiguous');
  });

  it('keeps no trace of credentials in the error', async () => {
    const port = await serve((request) => request.socket.destroy());
    const error = await failureOf(
      aTransport().send(
        to(port, { headers: { Authorization: 'Basic hush' }, body: Buffer.from('hush') }),
      ),
    );
    expect(JSON.stringify([error, error.cause, error.stack])).not.toContain('hush');
    expect(Object.keys(error.cause as object)).toEqual(['code']);
  });
});

describe('a pooled connection', () => {
  it.each([['http'], ['https']])(
    'that is handed from one waiting %s request to the next counts as established',
    async (scheme) => {
      const handler: http.RequestListener = (request, response) => {
        if (request.url === '/hang') return;
        response.end('ok');
      };
      const server =
        scheme === 'http' ? http.createServer(handler) : https.createServer(SERVER, handler);
      const port = await listen(server);
      const guard = new EgressGuard(['127.0.0.0/8']);
      const agents = new AgentPool(guard);
      const tls = { ...SERVER, ca: SERVER.cert };
      const { http: plain, https: secure } = agents.get(tls);
      plain.maxSockets = 1;
      secure.maxSockets = 1;
      const transport = new AxiosTransport(guard, agents, { connectTimeoutMs: 50 });
      cleanups.push(() => transport.close());
      const url = (path: string) =>
        to(port, { url: `${scheme}://127.0.0.1:${port}${path}`, tls, timeoutMs: 150 });
      const first = transport.send(url('/ok'));
      const error = await failureOf(transport.send(url('/hang')));
      expect([(await first).status, error.kind]).toEqual([200, 'ambiguous']);
    },
  );

  /** Answers the first request on each connection and cuts the connection under the second. */
  async function serveOnce(): Promise<{ port: number; requests: string[] }> {
    const served = new WeakSet<net.Socket>();
    const requests: string[] = [];
    const port = await serve((request, response) => {
      requests.push(request.method ?? '');
      if (served.has(request.socket)) {
        request.socket.destroy();
        return;
      }
      served.add(request.socket);
      response.end('ok');
    });
    return { port, requests };
  }

  it('that dies under a GET costs a repeat on a new one', async () => {
    const { port, requests } = await serveOnce();
    const transport = aTransport();
    await transport.send(to(port, { method: 'GET' }));
    const answer = await transport.send(to(port, { method: 'GET' }));
    expect([answer.body.toString(), requests]).toEqual(['ok', ['GET', 'GET', 'GET']]);
  });

  it('that dies under a POST leaves it ambiguous and unrepeated', async () => {
    const { port, requests } = await serveOnce();
    const transport = aTransport();
    await transport.send(to(port));
    const error = await failureOf(transport.send(to(port)));
    expect([error.kind, requests]).toEqual(['ambiguous', ['POST', 'POST']]);
  });

  it('that the server closed while idle is not used again', async () => {
    const sockets: net.Socket[] = [];
    const port = await serve((request, response) => {
      sockets.push(request.socket);
      response.end('ok');
    });
    const transport = aTransport();
    await transport.send(to(port));
    const closed = new Promise((resolve) => sockets[0]?.once('close', resolve));
    sockets[0]?.end();
    await closed;
    const answer = await transport.send(to(port));
    expect([answer.status, new Set(sockets).size]).toEqual([200, 2]);
  });

  it('that the server closed while we were busy is not used again', async () => {
    const closed = new Int32Array(new SharedArrayBuffer(4));
    // In a thread of its own, so that it closes the connection while this one can't read of it.
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const server = require('node:http').createServer((request, response) => {
         const { socket } = request;
         request.resume().on('end', () => response.end('ok'));
         parentPort.once('message', () => socket.destroy());
         socket.on('close', () => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); });
       });
       server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
      { eval: true, workerData: closed },
    );
    cleanups.push(() => void worker.terminate());
    const port = await new Promise<number>((resolve) => worker.once('message', resolve));
    const transport = aTransport({ quietMs: 0 });
    await transport.send(to(port));
    worker.postMessage('close');
    Atomics.wait(closed, 0, 0, 5_000);
    expect((await transport.send(to(port))).status).toBe(200);
  });

  it('is not kept when the server says that it closes at once', async () => {
    const sockets = new Set<net.Socket>();
    const port = await serve((request, response) => {
      sockets.add(request.socket);
      response.writeHead(200, { connection: 'keep-alive', 'keep-alive': 'timeout=1' }).end();
    });
    const transport = aTransport();
    await transport.send(to(port));
    await transport.send(to(port));
    expect(sockets.size).toBe(2);
  });

  it('opened under an exception from the guard serves no other request', async () => {
    const port = await serve((_request, response) => response.end('ok'));
    const transport = aTransport({ allow: [] });
    const allowHost = `127.0.0.1:${port}`;
    expect((await transport.send(to(port, { allowHost }))).status).toBe(200);
    expect((await failureOf(transport.send(to(port)))).kind).toBe('unavailable');
  });

  it('is told apart by client certificate', async () => {
    const subjects: string[] = [];
    const options = { ...SERVER, requestCert: true, rejectUnauthorized: false };
    const server = https.createServer(options, (request, response) => {
      const { subject } = (request.socket as import('node:tls').TLSSocket).getPeerCertificate();
      subjects.push(String(subject.CN));
      response.end();
    });
    const port = await listen(server);
    const transport = aTransport();
    for (const identity of [SERVER, STRANGER, SERVER]) {
      await transport.send(
        to(port, { url: `https://127.0.0.1:${port}/`, tls: { ...identity, ca: SERVER.cert } }),
      );
    }
    expect(subjects).toEqual(['server.test', 'stranger.test', 'server.test']);
  });
});
