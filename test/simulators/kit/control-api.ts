/** `/_sim`: what tests and people do to a simulator from outside. JSON in and out, no authentication. */
import { ZodError } from 'zod';
import { faultSchema } from '#test/simulators/kit/fault-injector.js';
import type { Reply } from '#test/simulators/kit/http-exchange.js';
import type { Kit, Simulator } from '#test/simulators/kit/simulator.types.js';
import { webhookControlSchema } from '#test/simulators/kit/webhook-sender.js';

interface ControlCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly raw: string;
}

type ControlHandler = (
  call: ControlCall,
  input: Record<string, unknown>,
  context: Context,
) => unknown;
interface Context {
  readonly simulator: Simulator;
  readonly kit: Kit;
}

const HANDLERS: Readonly<Record<string, ControlHandler>> = {
  'GET /_sim': (_call, _input, { simulator }) => about(simulator),
  'GET /_sim/state': (_call, _input, { simulator }) => simulator.state(),
  'GET /_sim/requests': ({ query }, _input, { kit }) => ({
    total: kit.journal.count(),
    counts: kit.journal.countsByOperation(),
    items: kit.journal.list({
      operation: query.get('operation') ?? undefined,
      method: query.get('method') ?? undefined,
      text: query.get('text') ?? undefined,
      limit: Number(query.get('limit') ?? 200),
    }),
  }),
  'DELETE /_sim/requests': (_call, _input, { kit }) => kit.journal.clear(),
  'GET /_sim/faults': (_call, _input, { kit }) => ({ items: kit.faults.list() }),
  'POST /_sim/faults': addFault,
  'DELETE /_sim/faults': (_call, _input, { kit }) => kit.faults.clear(),
  'GET /_sim/webhooks': ({ query }, _input, { kit }) => ({
    items: kit.webhooks.list({
      ...(query.has('subject') ? { subject: query.get('subject') ?? '' } : {}),
      ...(query.has('event') ? { event: query.get('event') ?? '' } : {}),
    }),
  }),
  'POST /_sim/webhooks': (_call, input, { kit }) => {
    kit.webhooks.behave(webhookControlSchema.parse(input));
    return { ok: true };
  },
  'POST /_sim/webhooks/flush': (_call, input, { kit }) => ({
    flushed: kit.webhooks.flush({ newest_first: input['newest_first'] === true || undefined }),
  }),
  'POST /_sim/webhooks/resend': (_call, input, { kit }) => kit.webhooks.resend(String(input['id'])),
  'POST /_sim/webhooks/idle': (_call, _input, { kit }) => kit.webhooks.idle(),
  'DELETE /_sim/webhooks': (_call, _input, { kit }) => kit.webhooks.clear(),
  'POST /_sim/clock': (_call, input, { simulator }) =>
    simulator.advance(Number(input['advance_ms'] ?? 0)),
};

export async function answerControl(
  simulator: Simulator,
  call: ControlCall,
  kit: Kit,
): Promise<Reply> {
  try {
    const input = readInput(call.raw);
    const handler = HANDLERS[`${call.method} ${call.path}`] ?? actionOf(call, simulator);
    if (!handler) {
      return { status: 404, body: { message: `no ${call.method} ${call.path}; see GET /_sim` } };
    }
    return { status: 200, body: (await handler(call, input, { simulator, kit })) ?? { ok: true } };
  } catch (error) {
    if (error instanceof ZodError) {
      return { status: 400, body: { message: 'bad input', errors: error.issues } };
    }
    return {
      status: 400,
      body: { message: error instanceof Error ? error.message : String(error) },
    };
  }
}

function actionOf(call: ControlCall, simulator: Simulator): ControlHandler | undefined {
  if (call.method !== 'POST') return undefined;
  const action = call.path.slice('/_sim/'.length);
  return (_call, input) => simulator.act(action, input);
}

async function addFault(
  _call: ControlCall,
  input: Record<string, unknown>,
  { simulator }: Context,
): Promise<unknown> {
  const fault = faultSchema.parse(input);
  if (fault.mode !== 'refuse') {
    await simulator.fault(fault);
    return { ok: true };
  }
  // The door shuts after this answer is out, or the caller would never learn that it worked.
  setTimeout(() => void simulator.fault(fault), 50);
  return { ok: true, refuses_for_ms: fault.delay_ms ?? 5000 };
}

function about(simulator: Simulator): unknown {
  return {
    simulator: simulator.name,
    base_urls: simulator.baseUrls,
    credentials: simulator.credentials,
    control: Object.keys(HANDLERS),
  };
}

function readInput(raw: string): Record<string, unknown> {
  if (raw === '') return {};
  const input = JSON.parse(raw) as unknown;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new Error('send a JSON object');
  }
  return input as Record<string, unknown>;
}
