/**
 * Plays a script of things that may happen to one payment: at the vendor, on the way, in the hotel. Groups run at the
 * same time, one after the other; afterwards everything that was lost is told again and all open questions are asked.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { PaymentReconciler } from '#categories/payment/payment-reconciler.js';
import { RefundReconciler } from '#categories/payment/refund-reconciler.js';
import type { HubAnswer } from './hub-client.js';
import type { LedgerCharge, LedgerVendor, RefundOutcome } from './ledger-vendor.js';
import { pay } from './payment-kit.js';
import { type PlainProvider, postWebhook } from './plain-vendor.js';
import { eventually, type TestHub } from './test-hub.js';

export const AMOUNT = 100_000;

export type Step =
  | { readonly do: 'move'; readonly to: LedgerCharge['state']; readonly received: number }
  | { readonly do: 'deliver'; readonly which: number; readonly times: number }
  | { readonly do: 'lie'; readonly amount: number }
  | { readonly do: 'poll' | 'refresh' | 'timeUp' | 'cancel' | 'pollRefunds' | 'settled' }
  | { readonly do: 'capture'; readonly amount: number | undefined }
  | {
      readonly do: 'refund';
      readonly amount: number | undefined;
      readonly outcome: RefundOutcome;
      readonly key: number;
    }
  | { readonly do: 'endRefund'; readonly which: number; readonly end: 'SUCCEEDED' | 'FAILED' };

/** Groups of steps; those of one group happen at once. */
export type Script = readonly (readonly Step[])[];

/** Ordinary objects, so that a counterexample reads well. */
function plainRecord<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true });
}

const partial = fc.constantFrom(1, 30_000, 50_000, 70_000, 99_999);
const right = { weight: 12, arbitrary: fc.constant(AMOUNT) };
const received = fc.oneof(right, { weight: 1, arbitrary: fc.constantFrom(1, 99_999, 100_001) });
const index = fc.nat(20);

const move = plainRecord({
  do: fc.constant('move' as const),
  to: fc.constantFrom<LedgerCharge['state'][]>(
    'PAID',
    'PAID',
    'HELD',
    'REFUSED',
    'EXPIRED',
    'CANCELLED',
  ),
  received,
});
const refund = plainRecord({
  do: fc.constant('refund' as const),
  amount: fc.oneof(fc.constant(undefined), partial, fc.constant(AMOUNT)),
  outcome: fc.constantFrom<RefundOutcome[]>(
    'succeeded',
    'pending',
    'pending',
    'refused',
    'lost',
    'broken',
  ),
  key: fc.nat(3),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: move },
  {
    weight: 5,
    arbitrary: plainRecord({
      do: fc.constant('deliver' as const),
      which: index,
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: plainRecord({
      do: fc.constant('lie' as const),
      amount: fc.constantFrom(1, 100_001),
    }),
  },
  {
    weight: 5,
    arbitrary: plainRecord({
      do: fc.constantFrom(
        'poll' as const,
        'refresh' as const,
        'timeUp' as const,
        'cancel' as const,
        'pollRefunds' as const,
        'settled' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: plainRecord({
      do: fc.constant('capture' as const),
      amount: fc.oneof(fc.constant(undefined), partial),
    }),
  },
  { weight: 5, arbitrary: refund },
  {
    weight: 2,
    arbitrary: plainRecord({
      do: fc.constant('endRefund' as const),
      which: index,
      end: fc.constantFrom('SUCCEEDED' as const, 'FAILED' as const),
    }),
  },
);

const PAID_AND_KNOWN: Script = [
  [{ do: 'move', to: 'PAID', received: AMOUNT }],
  [{ do: 'refresh' }],
];
const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 8 });

/** Half of them begin with a payment that is paid, so that refunds get their share of attention. */
export const scripts: fc.Arbitrary<Script> = fc
  .tuple(fc.constantFrom<Script[]>([], PAID_AND_KNOWN), groups)
  .map(([start, rest]) => [...start, ...rest]);

export interface Stage {
  readonly hub: TestHub;
  readonly ledger: LedgerVendor;
  readonly provider: PlainProvider;
}

/** What became of one payment, here and there. */
export interface Outcome {
  readonly payment: HubAnswer['body'];
  readonly charge: LedgerCharge;
  readonly hasLied: boolean;
  /** Answers of the hub that no caller should ever see. */
  readonly broken: readonly string[];
}

export async function play(stage: Stage, script: Script): Promise<Outcome> {
  const { body: payment } = await pay(stage.hub, {
    provider_id: stage.provider.id,
    amount: AMOUNT,
  });
  const charge = stage.ledger.charges.get(payment.reference);
  if (!charge) throw new Error('the ledger has no such charge');
  const scene = new Scene(stage, payment.id, charge);
  for (const group of script) await Promise.all(group.map((one) => scene.act(one)));
  await scene.end();
  const { body } = await stage.hub.api.get(`/api/v1/payments/${payment.id}`);
  const hasLied = script.flat().some((one) => one.do === 'lie');
  return { payment: body, charge, hasLied, broken: scene.broken };
}

type StepNamed<Name extends Step['do']> = Extract<Step, { do: Name }>;

class Scene {
  readonly broken: string[] = [];
  private readonly keys = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

  constructor(
    private readonly stage: Stage,
    private readonly id: string,
    private readonly charge: LedgerCharge,
  ) {}

  act(one: Step): Promise<void> {
    // The table's type ties each step to its act; an index by union loses that tie.
    const act = this.acts[one.do] as (step: Step) => Promise<void>;
    return act(one);
  }

  private readonly acts: {
    readonly [Name in Step['do']]: (step: StepNamed<Name>) => Promise<void>;
  } = {
    move: async ({ to, received }) => void this.stage.ledger.move(this.charge, to, received),
    deliver: ({ which, times }) => this.deliver(which, times),
    lie: ({ amount }) => this.lie(amount),
    poll: () => this.poll(),
    refresh: () => this.heard(this.stage.hub.api.get(`${this.path}?refresh=true`)),
    timeUp: () => this.timeUp(),
    cancel: () => this.heard(this.stage.hub.api.post(`${this.path}/cancel`)),
    capture: ({ amount }) => this.heard(this.post('capture', { amount })),
    refund: ({ amount, outcome, key }) => {
      this.charge.nextRefund = outcome;
      return this.heard(this.post('refunds', { amount }, this.keys[key]));
    },
    endRefund: async ({ which, end }) => {
      const found = this.charge.refunds[which % Math.max(1, this.charge.refunds.length)];
      if (found) this.stage.ledger.settle(this.charge, found, end);
    },
    pollRefunds: () => this.pollRefunds(),
    settled: () => this.settled(),
  };

  /** Everything open at the vendor comes to its end, every webhook arrives, and nothing is left unasked. */
  async end(): Promise<void> {
    for (const one of this.charge.refunds) this.stage.ledger.settle(this.charge, one, 'SUCCEEDED');
    await this.settled();
    for (let at = 0; at < this.charge.webhooks.length; at += 1) await this.deliver(at, 1);
    await this.settled();
    await this.poll();
    await this.pollRefunds();
    await this.settled();
  }

  private async timeUp(): Promise<void> {
    await this.stage.hub.sql(
      `UPDATE payments SET expires_at = now() - interval '1 hour' WHERE id = $1`,
      [this.id],
    );
  }

  private get path(): string {
    return `/api/v1/payments/${this.id}`;
  }

  private post(what: string, body: unknown, key = randomUUID()): Promise<HubAnswer> {
    return this.stage.hub.api.post(`${this.path}/${what}`, body, { 'idempotency-key': key });
  }

  private async heard(asked: Promise<HubAnswer>): Promise<void> {
    const { status, text } = await asked;
    if (status === 500) this.broken.push(text);
  }

  private async deliver(which: number, times: number): Promise<void> {
    const body = this.charge.webhooks[which % Math.max(1, this.charge.webhooks.length)];
    if (!body) return;
    for (let sent = 0; sent < times; sent += 1) {
      const { status, text } = await postWebhook(this.stage.provider, body);
      if (status !== 200) this.broken.push(text);
    }
  }

  /** A webhook, signed and all, about money that never came like that. */
  private async lie(amount: number): Promise<void> {
    const { reference } = this.charge;
    const body = { event_id: randomUUID(), reference, status: 'PAID', amount };
    await postWebhook(this.stage.provider, body);
  }

  private async poll(): Promise<void> {
    await this.stage.hub.hub.app.get(PaymentReconciler).check(this.id).catch(this.note);
  }

  private async pollRefunds(): Promise<void> {
    const { hub } = this.stage;
    const rows = await hub.sql<{ id: string }>('SELECT id FROM refunds WHERE payment_id = $1', [
      this.id,
    ]);
    const reconciler = hub.hub.app.get(RefundReconciler);
    for (const { id } of rows) await reconciler.check(id).catch(this.note);
  }

  /** What the vendor said is an AppError; anything else is a bug. */
  private readonly note = (error: Error & { status?: number }): void => {
    if (error.status === undefined) this.broken.push(error.stack ?? error.message);
  };

  private async settled(): Promise<void> {
    await eventually(async () => {
      const [row] = await this.stage.hub.sql<{ open: number }>(
        "SELECT count(*)::int AS open FROM webhook_logs WHERE status IN ('received', 'processing')",
      );
      return row?.open === 0;
    });
  }
}
