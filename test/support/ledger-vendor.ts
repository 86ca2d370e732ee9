/**
 * A payment vendor that keeps books: what was really paid and given back is known here, whatever was lost, repeated or
 * told late on the way. Tests move its charges by hand and deliver its webhooks when, and as often as, they like.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next refund comes to: `lost` is done without an answer, `broken` is not done at all. */
export type RefundOutcome = 'succeeded' | 'pending' | 'refused' | 'lost' | 'broken';

export interface LedgerRefund {
  readonly reference: string;
  readonly amount: number;
  status: 'SUCCEEDED' | 'PENDING' | 'FAILED';
}

export interface LedgerCharge {
  readonly id: string;
  readonly reference: string;
  readonly amount: number;
  state: 'OPEN' | 'HELD' | 'PAID' | 'REFUSED' | 'EXPIRED' | 'CANCELLED';
  wasHeld: boolean;
  /** What the guest really sent. */
  received: number;
  /** Bodies of all webhooks about it, in the order of their making. */
  readonly webhooks: Readonly<Record<string, unknown>>[];
  readonly refunds: LedgerRefund[];
  /** References of refunds over more money than there was. */
  readonly overdrafts: string[];
  nextRefund: RefundOutcome;
  /** Happens in the moment in which the vendor is asked to close it. */
  beforeCancel?: () => void;
  /** Money that is held is not set free. */
  keepsHeld?: boolean;
}

export interface LedgerVendor {
  readonly url: string;
  readonly charges: ReadonlyMap<string, LedgerCharge>;
  /** The guest, or the vendor, does something; false when the charge is past it. */
  move(charge: LedgerCharge, to: LedgerCharge['state'], received?: number): boolean;
  settle(charge: LedgerCharge, refund: LedgerRefund, status: 'SUCCEEDED' | 'FAILED'): boolean;
  close(): Promise<void>;
}

interface Asked {
  readonly reference: string;
  readonly refund_ref: string;
  readonly amount: number;
}

/** `lost`: the connection is cut, whatever was done. */
type Answer = readonly [status: number, body: unknown] | 'lost';

const NEXT: Readonly<Record<LedgerCharge['state'], readonly LedgerCharge['state'][]>> = {
  OPEN: ['HELD', 'PAID', 'REFUSED', 'EXPIRED', 'CANCELLED'],
  HELD: ['PAID', 'CANCELLED'],
  PAID: [],
  REFUSED: ['PAID'],
  // A transfer that was under way arrives all the same.
  EXPIRED: ['PAID'],
  CANCELLED: ['PAID'],
};

class Ledger implements LedgerVendor {
  readonly charges = new Map<string, LedgerCharge>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => this.answer(request, response, Buffer.concat(chunks)));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  move(charge: LedgerCharge, to: LedgerCharge['state'], received = charge.amount): boolean {
    if (!NEXT[charge.state].includes(to)) return false;
    charge.state = to;
    charge.wasHeld ||= to === 'HELD';
    if (to === 'PAID') charge.received = received;
    this.tell(charge);
    return true;
  }

  settle(charge: LedgerCharge, refund: LedgerRefund, status: 'SUCCEEDED' | 'FAILED'): boolean {
    if (refund.status !== 'PENDING') return false;
    refund.status = status;
    this.tellRefund(charge, refund);
    if (status === 'SUCCEEDED') this.tell(charge);
    return true;
  }

  private tell(charge: LedgerCharge): void {
    charge.webhooks.push({ event_id: randomUUID(), ...shown(charge) });
  }

  private tellRefund(charge: LedgerCharge, refund: LedgerRefund): void {
    charge.webhooks.push({ event_id: randomUUID(), refund: { ...refund } });
  }

  private answer(request: IncomingMessage, response: ServerResponse, raw: Buffer): void {
    const answer = this.answerTo(request, raw.length === 0 ? {} : JSON.parse(raw.toString('utf8')));
    if (answer === 'lost') {
      response.destroy();
      return;
    }
    const [status, body] = answer;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private answerTo(request: IncomingMessage, body: Asked): Answer {
    const [, kind = '', reference = '', action = ''] = (request.url ?? '').split('/');
    if (kind === 'refunds') return this.refundOf(reference);
    return reference === '' ? this.open(body) : this.onCharge(reference, action, body);
  }

  private onCharge(reference: string, action: string, body: Asked): Answer {
    const charge = this.charges.get(reference);
    if (!charge) return [404, { error: 'no such charge' }];
    if (action === 'cancel') return this.cancel(charge);
    if (action === 'capture') return this.capture(charge, body);
    return action === 'refunds' ? this.refund(charge, body) : [200, shown(charge)];
  }

  private open({ reference, amount }: Asked): Answer {
    const charge: LedgerCharge = this.charges.get(reference) ?? {
      id: randomUUID(),
      reference,
      amount,
      state: 'OPEN',
      wasHeld: false,
      received: 0,
      webhooks: [],
      refunds: [],
      overdrafts: [],
      nextRefund: 'succeeded',
    };
    this.charges.set(reference, charge);
    return [200, { id: charge.id, page: 'https://vendor.example/pay' }];
  }

  private cancel(charge: LedgerCharge): Answer {
    charge.beforeCancel?.();
    if (charge.state === 'CANCELLED') return [200, shown(charge)];
    const isKept = charge.state === 'HELD' && charge.keepsHeld === true;
    const isCancelled = !isKept && this.move(charge, 'CANCELLED');
    return isCancelled ? [200, shown(charge)] : [422, { error: `the charge is ${charge.state}` }];
  }

  /** Takes what is held, or a part of it, and sets the rest free. */
  private capture(charge: LedgerCharge, { amount }: Asked): Answer {
    const isHeld = charge.state === 'HELD' && amount <= charge.amount;
    if (!isHeld) return [422, { error: `the charge is ${charge.state}` }];
    this.move(charge, 'PAID', amount);
    return [200, shown(charge)];
  }

  private refund(charge: LedgerCharge, asked: Asked): Answer {
    const outcome = charge.nextRefund;
    charge.nextRefund = 'succeeded';
    const known = charge.refunds.find(({ reference }) => reference === asked.refund_ref);
    if (known) return [200, known];
    if (outcome === 'broken') return [503, { error: 'come again' }];
    if (outcome === 'refused') return [422, { error: 'not today' }];
    if (asked.amount > charge.received - goneOf(charge)) {
      charge.overdrafts.push(asked.refund_ref);
      return [422, { error: 'more than there is' }];
    }
    const refund = this.giveBack(charge, asked, outcome);
    return outcome === 'lost' ? 'lost' : [200, refund];
  }

  private giveBack(charge: LedgerCharge, asked: Asked, outcome: RefundOutcome): LedgerRefund {
    const status = outcome === 'pending' ? 'PENDING' : 'SUCCEEDED';
    const refund: LedgerRefund = { reference: asked.refund_ref, amount: asked.amount, status };
    charge.refunds.push(refund);
    this.tellRefund(charge, refund);
    if (status === 'SUCCEEDED') this.tell(charge);
    return refund;
  }

  private refundOf(reference: string): Answer {
    const all = [...this.charges.values()].flatMap(({ refunds }) => refunds);
    const refund = all.find((one) => one.reference === reference);
    return refund ? [200, refund] : [404, { error: 'no such refund' }];
  }
}

/** Money that has left or is about to. */
function goneOf({ refunds }: LedgerCharge): number {
  return refunds
    .filter(({ status }) => status !== 'FAILED')
    .reduce((sum, { amount }) => sum + amount, 0);
}

/** What has surely gone back. */
export function givenBack({ refunds }: LedgerCharge): number {
  return refunds
    .filter(({ status }) => status === 'SUCCEEDED')
    .reduce((sum, { amount }) => sum + amount, 0);
}

function shown(charge: LedgerCharge): Record<string, unknown> {
  const back = givenBack(charge);
  const isWhole = back > 0 && back === charge.received;
  const refunded = isWhole ? 'REFUNDED' : 'PART_REFUNDED';
  return {
    reference: charge.reference,
    status: back > 0 ? refunded : charge.state,
    amount: charge.state === 'PAID' ? charge.received : charge.amount,
  };
}

export async function startLedgerVendor(): Promise<LedgerVendor> {
  const ledger = new Ledger();
  await ledger.listen();
  return ledger;
}
