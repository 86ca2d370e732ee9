import type { Reply } from '#test/simulators/kit/http-exchange.js';
import type { SimClock } from '#test/simulators/kit/sim-clock.js';

const MAX_LENGTH = 46;
const KEPT_MS = 5 * 60_000;

type Remembered =
  | { readonly running: true }
  | { readonly running: false; readonly reply: Reply; readonly until: number };

const STILL_RUNNING: Reply = {
  status: 202,
  body: {
    status_code: '202',
    status_message: 'A request with this idempotency key is being processed.',
  },
};

/**
 * The vendor's `Idempotency-Key` rule: at most 46 characters or it is ignored, kept five minutes,
 * only successes kept, one name space for all endpoints, whatever the new body says.
 */
export class IdempotencyKeys {
  private readonly known = new Map<string, Remembered>();
  private readonly clock: SimClock;

  constructor(clock: SimClock) {
    this.clock = clock;
  }

  async once(key: string | undefined, act: () => Promise<Reply>): Promise<Reply> {
    if (key === undefined || key === '' || key.length > MAX_LENGTH) return act();
    this.forgetOld();
    const known = this.known.get(key);
    if (known) return known.running ? STILL_RUNNING : known.reply;
    this.known.set(key, { running: true });
    try {
      const reply = await act();
      this.remember(key, reply);
      return reply;
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  private remember(key: string, reply: Reply): void {
    // Deleted first, so that the map stays in the order of ending and old keys are in front.
    this.known.delete(key);
    if (!isSuccess(reply)) return;
    this.known.set(key, { running: false, reply, until: this.clock.now() + KEPT_MS });
  }

  private forgetOld(): void {
    const now = this.clock.now();
    for (const [key, known] of this.known) {
      if (known.running) continue;
      if (known.until > now) return;
      this.known.delete(key);
    }
  }
}

function isSuccess(reply: Reply): boolean {
  if (reply.status >= 300) return false;
  const body = reply.body as { status_code?: string } | undefined;
  return ['200', '201', '202'].includes(body?.status_code ?? '');
}
