/** One request through the simulator: read, find the route, meet the fault, answer, write it down. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerControl } from '#test/simulators/kit/control-api.js';
import type { Fault } from '#test/simulators/kit/fault-injector.js';
import {
  Refusal,
  type Call,
  type Handler,
  type Reply,
} from '#test/simulators/kit/http-exchange.js';
import type { Outcome } from '#test/simulators/kit/request-journal.js';
import { Router } from '#test/simulators/kit/router.js';
import type { Kit, Simulator, VendorModel } from '#test/simulators/kit/simulator.types.js';

const BODY_LIMIT = 1024 * 1024;
const GARBLE: Reply = { status: 200, text: '<html>Bad gateway</html>', contentType: 'text/html' };

type Heard = Omit<Call, 'params' | 'operation'>;

export function requestListener(kit: Kit, vendor: VendorModel, simulator: Simulator) {
  const router = new Router(vendor.routes);
  return (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const heard = hear(request, await readText(request));
    if (heard.path === '/_sim' || heard.path.startsWith('/_sim/')) {
      write(response, await answerControl(simulator, heard, kit));
      return;
    }
    const { call, handler } = understand(heard);
    const entry = kit.journal.begin({ ...call, path: request.url ?? '/' });
    const fault = kit.faults.take(call);
    const ended = await play(fault, call, () => guarded(handler, call, fault));
    entry.outcome = ended.outcome;
    entry.status = ended.reply?.status;
    if (ended.reply) write(response, ended.reply);
    else if (ended.outcome.startsWith('cut')) response.destroy();
  }

  function understand(heard: Heard): { call: Call; handler: Handler } {
    const found = router.find(heard.method, heard.path);
    if (found) {
      const { params, route } = found;
      return { call: { ...heard, params, operation: route.operation }, handler: route.handle };
    }
    const call = { ...heard, params: {}, operation: 'unknown' };
    return { call, handler: () => vendor.unknown(call, router.knows(call.path)) };
  }

  async function guarded(handler: Handler, call: Call, fault?: Fault): Promise<Reply> {
    const next = async () => {
      if (fault?.mode === 'slow') await sleep(fault.delay_ms ?? 1000);
      try {
        return await handler(call);
      } catch (error) {
        if (error instanceof Refusal) return error.reply;
        throw error;
      }
    };
    return vendor.around ? vendor.around(call, next) : next();
  }

  async function play(
    fault: Fault | undefined,
    call: Call,
    process: () => Promise<Reply>,
  ): Promise<{ outcome: Outcome; reply?: Reply }> {
    if (!fault) return { outcome: 'answered', reply: await process() };
    const { mode } = fault;
    if (mode === 'status') return { outcome: 'injected', reply: injected(fault, call) };
    if (mode === 'hang') return { outcome: 'hung' };
    if (mode === 'cut_before') return { outcome: 'cut_before' };
    const reply = await process();
    if (mode === 'hang_after') return { outcome: 'hung_after' };
    if (mode === 'cut_after') return { outcome: 'cut_after' };
    if (mode === 'garble') return { outcome: 'garbled', reply: GARBLE };
    return { outcome: 'answered', reply };
  }

  function injected(fault: Fault, call: Call): Reply {
    const usual = vendor.failure(fault.status, call);
    const headers = { ...usual.headers, ...fault.headers };
    return fault.body === undefined
      ? { ...usual, headers }
      : { status: fault.status, body: fault.body, headers };
  }
}

function hear(request: IncomingMessage, raw: string): Heard {
  const target = request.url ?? '/';
  const at = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: at === -1 ? target : target.slice(0, at),
    query: new URLSearchParams(at === -1 ? '' : target.slice(at + 1)),
    headers: request.headers,
    raw,
    ...parse(raw),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('body too large');
    chunks.push(chunk);
  }
  return size === 0 ? '' : Buffer.concat(chunks).toString('utf8');
}

function parse(raw: string): { json: unknown; malformed: boolean } {
  if (raw === '') return { json: undefined, malformed: false };
  try {
    return { json: JSON.parse(raw) as unknown, malformed: false };
  } catch {
    return { json: undefined, malformed: true };
  }
}

function write(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  const text = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
  response.writeHead(reply.status, {
    'content-type': reply.contentType ?? 'application/json',
    'content-length': Buffer.byteLength(text),
    ...reply.headers,
  });
  response.end(text);
}
