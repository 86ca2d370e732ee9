/**
 * The vendor's half of the books: a strict payment vendor that forgets nothing. It knows a reference again, fails on
 * purpose now and then, lets the guest pay every charge that is open, and repeats each webhook until it was
 * acknowledged, some of them twice. It lives in the driver, which nobody kills.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Dice } from '#test/chaos/dice.js';
import { API_KEY, sign } from '#test/support/plain-vendor.js';

export interface VendorCharge {
  readonly reference: string;
  readonly orderId: string;
  readonly amount: number;
  state: 'OPEN' | 'PAID' | 'CANCELLED';
  /** How often it was asked for; the vendor made it once. */
  asked: number;
  /** How often its status was asked for. */
  looks: number;
}

export interface VendorFaults {
  /** Share of charges answered by 503, nothing done. */
  readonly broken: number;
  /** Share of charges that are made, and the connection cut instead of an answer. */
  readonly cut: number;
  /** Share of webhooks that are sent again after they were acknowledged. */
  readonly repeated: number;
}

export const NO_FAULTS: VendorFaults = { broken: 0, cut: 0, repeated: 0 };

/** Sends one webhook somewhere into the cluster; true when it was acknowledged. */
export type PostWebhook = (body: Buffer, headers: Record<string, string>) => Promise<boolean>;

interface Asked {
  readonly reference?: unknown;
  readonly order_id?: unknown;
  readonly amount?: unknown;
}

export class BooksVendor {
  readonly charges = new Map<string, VendorCharge>();
  /** Event ids whose webhook was acknowledged, with how often. */
  readonly acknowledged = new Map<string, number>();
  /** What no hub may ever ask: another amount for a known reference, a missing field, a wrong key. */
  readonly violations: string[] = [];
  /** Charges under way at this moment, for who waits until some are. */
  inHand = 0;
  /** How long the vendor thinks about a charge. */
  thinkMs = 5;
  private readonly server: Server;
  private readonly dice: Dice;
  private faults: VendorFaults;
  private post: PostWebhook | undefined;
  private readonly telling = new Set<Promise<void>>();
  private isClosing = false;

  constructor(dice: Dice, faults: VendorFaults = NO_FAULTS) {
    this.dice = dice;
    this.faults = faults;
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A hub that is killed cuts its requests; what it has asked for is not done then.
      request.on('error', () => undefined);
      request.on('end', () => void this.serve(request, response, Buffer.concat(chunks)));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** From now on guests pay, and their payments are told of. */
  tellBy(post: PostWebhook): void {
    this.post = post;
  }

  behave(faults: VendorFaults): void {
    this.faults = faults;
  }

  /** The guest pays a charge, if it is open, and the vendor tells of it until somebody listens. */
  pay(charge: VendorCharge): void {
    if (charge.state !== 'OPEN') return;
    charge.state = 'PAID';
    this.tell({ reference: charge.reference, status: 'PAID', amount: charge.amount });
  }

  /** Webhooks that were not acknowledged yet. */
  get untold(): number {
    return this.telling.size;
  }

  tell(fact: Readonly<Record<string, unknown>>): void {
    const { post } = this;
    if (!post) return;
    const eventId = randomUUID();
    const body = Buffer.from(JSON.stringify({ event_id: eventId, ...fact }));
    const telling = this.tellUntilHeard(eventId, body, post).finally(() =>
      this.telling.delete(telling),
    );
    this.telling.add(telling);
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await Promise.all(this.telling);
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async tellUntilHeard(eventId: string, body: Buffer, post: PostWebhook): Promise<void> {
    const headers = { 'content-type': 'application/json', 'x-signature': sign(body) };
    let left = this.dice.hits(this.faults.repeated) ? 2 : 1;
    for (let tries = 0; left > 0 && !this.isClosing; tries += 1) {
      if (await post(body, headers)) {
        this.acknowledged.set(eventId, (this.acknowledged.get(eventId) ?? 0) + 1);
        left -= 1;
      } else {
        await delay(Math.min(100 * 2 ** tries, 2_000));
      }
    }
  }

  private async serve(
    request: IncomingMessage,
    response: ServerResponse,
    raw: Buffer,
  ): Promise<void> {
    const [, , reference = '', action = ''] = (request.url ?? '').split('/');
    if (request.headers.authorization !== `Bearer ${API_KEY}`) {
      this.violations.push('a wrong key');
      answer(response, 401, { error: 'unknown key' });
    } else if (reference === '') {
      await this.open(response, JSON.parse(raw.toString('utf8')) as Asked);
    } else {
      this.show(response, this.charges.get(decodeURIComponent(reference)), action);
    }
  }

  private show(response: ServerResponse, charge: VendorCharge | undefined, action: string): void {
    if (!charge) {
      answer(response, 404, { error: 'no such charge' });
      return;
    }
    if (action === 'cancel' && charge.state === 'OPEN') charge.state = 'CANCELLED';
    if (action === '') charge.looks += 1;
    answer(response, 200, shown(charge));
  }

  private async open(response: ServerResponse, asked: Asked): Promise<void> {
    this.inHand += 1;
    try {
      await delay(this.thinkMs * this.dice.between(0.5, 1.5));
    } finally {
      this.inHand -= 1;
    }
    if (this.dice.hits(this.faults.broken)) {
      answer(response, 503, { error: 'come again' });
      return;
    }
    const charge = this.chargeFor(asked);
    if (!charge) answer(response, 400, { error: 'not a charge' });
    else if (this.dice.hits(this.faults.cut)) response.destroy();
    else {
      answer(response, 200, { id: `ch-${charge.reference}`, page: 'https://vendor.example/pay' });
    }
  }

  /** Undefined for what no vendor takes. */
  private chargeFor({ reference, order_id: orderId, amount }: Asked): VendorCharge | undefined {
    if (typeof reference !== 'string' || typeof orderId !== 'string' || !Number.isInteger(amount)) {
      this.violations.push(`a charge without its fields: ${String(reference)}`);
      return undefined;
    }
    const known = this.charges.get(reference);
    if (known) {
      known.asked += 1;
      if (known.amount === amount && known.orderId === orderId) return known;
      this.violations.push(`${reference} was asked for again with other fields`);
      return undefined;
    }
    const charge: VendorCharge = {
      reference,
      orderId,
      amount: Number(amount),
      state: 'OPEN',
      asked: 1,
      looks: 0,
    };
    this.charges.set(reference, charge);
    if (this.post) setTimeout(() => this.pay(charge), this.dice.between(200, 1_500));
    return charge;
  }
}

function shown({ reference, state, amount }: VendorCharge): Record<string, unknown> {
  return { reference, status: state === 'OPEN' ? 'PENDING' : state, amount };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
