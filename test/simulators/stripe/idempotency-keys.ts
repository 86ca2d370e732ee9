import { headerOf, type Call, type Reply } from '#test/simulators/kit/http-exchange.js';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';
import { errorReply } from '#test/simulators/stripe/stripe-errors.js';

interface Kept {
  readonly request: string;
  readonly at: number;
  /** Undefined while the first request runs. */
  reply: Reply | undefined;
}

const LONGEST = 255;
const KEPT_MS = 24 * 60 * 60_000;

/** Answers a repeated POST with the first result; what validation refused is not kept, as nothing was executed. */
export class IdempotencyKeys {
  private readonly kept = new Map<string, Kept>();
  private readonly clock: SimClock;

  constructor(clock: SimClock) {
    this.clock = clock;
  }

  async around(call: Call, next: () => Promise<Reply>): Promise<Reply> {
    const key = headerOf(call, 'idempotency-key');
    if (key === undefined || call.method !== 'POST') return next();
    if (key.length > LONGEST) {
      return errorReply(400, {
        type: 'invalid_request_error',
        message: `Idempotency keys have at most ${LONGEST} characters`,
      });
    }
    const request = `${call.path}\n${call.raw}`;
    const known = this.kept.get(key);
    if (known && this.clock.now() - known.at < KEPT_MS) return repeatOf(known, request);
    return this.first(key, request, next);
  }

  private async first(key: string, request: string, next: () => Promise<Reply>): Promise<Reply> {
    const entry: Kept = { request, at: this.clock.now(), reply: undefined };
    this.kept.set(key, entry);
    try {
      const reply = await next();
      if (reply.status === 400 || reply.status === 404) this.kept.delete(key);
      else entry.reply = reply;
      return reply;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }
}

function repeatOf(known: Kept, request: string): Reply {
  if (known.request !== request) {
    return errorReply(400, {
      type: 'idempotency_error',
      message: 'Keys for idempotent requests can only be used with the same parameters as before.',
    });
  }
  if (!known.reply) {
    return errorReply(409, {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: 'There is another request in progress with this idempotency key.',
    });
  }
  const headers = { ...known.reply.headers, 'idempotent-replayed': 'true' };
  return { ...known.reply, headers };
}
