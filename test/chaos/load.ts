/**
 * The PMS's half of the books: asks for payments and publishes events, each until it is acknowledged, always with
 * the same key, as a careful client does. Only what was acknowledged counts as promised.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterAnswer, HubCluster } from '#test/chaos/hub-cluster.js';
import { TEST_API_KEY } from '#test/support/hub-process.js';

export interface AskedPayment {
  readonly orderId: string;
  /** Of the hub, once it answered 201. */
  id?: string;
  /** What the hub said instead: no, or that nobody knows yet. */
  refusal?: string;
}

export interface LoadPlan {
  readonly feature: string;
  readonly paymentsPerSecond: number;
  readonly eventsPerSecond: number;
  /** How long a client repeats what was not acknowledged; 0 asks once. */
  readonly patienceMs: number;
}

const AUTHORIZATION = { authorization: `Bearer ${TEST_API_KEY}` };
const PAUSE_MS = 250;
/** Whatever the hub answers with these may be asked again with the same key. */
const AGAIN = new Set([409, 429, 500, 502, 503, 504]);

export class Load {
  readonly payments: AskedPayment[] = [];
  /** Acknowledged events of the PMS: our own word for each, and the id that the hub gave it. */
  readonly published = new Map<string, string>();
  /** Answers of the class 5xx other than 503 and 504, which say that something was out of reach. */
  readonly surprises: string[] = [];
  private readonly cluster: HubCluster;
  private readonly plan: LoadPlan;
  private readonly running = new Set<Promise<void>>();
  private isOver = false;
  private count = 0;

  constructor(cluster: HubCluster, plan: LoadPlan) {
    this.cluster = cluster;
    this.plan = plan;
  }

  /** Calls at a steady pace, whatever becomes of them, until `stop`. */
  start(): void {
    this.track(this.pace(this.plan.paymentsPerSecond, () => this.payOnce()));
    this.track(this.pace(this.plan.eventsPerSecond, () => this.publishOnce()));
  }

  /** No new calls; those under way end, or run out of patience. */
  async stop(): Promise<void> {
    this.isOver = true;
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Calls that were not answered yet. */
  get underWay(): number {
    return this.running.size;
  }

  get promised(): readonly AskedPayment[] {
    return this.payments.filter(({ id }) => id !== undefined);
  }

  /** One payment, until it is there or patience ends. */
  async payOnce(): Promise<AskedPayment> {
    this.count += 1;
    const orderId = `ORDER-${this.count}`;
    const asked: AskedPayment = { orderId };
    this.payments.push(asked);
    const answer = await this.untilAnswered({
      path: '/api/v1/payments',
      body: { feature: this.plan.feature, order_id: orderId, amount: 150_000, currency: 'IDR' },
      headers: { ...AUTHORIZATION, 'idempotency-key': orderId },
    });
    const isMade = answer?.status === 201 && answer.body.status !== 'failed';
    if (isMade) asked.id = String(answer.body.id);
    else if (answer) asked.refusal = `${answer.status} ${String(answer.body.message)}`;
    return asked;
  }

  private async publishOnce(): Promise<void> {
    this.count += 1;
    const word = `RES-${this.count}`;
    const answer = await this.untilAnswered({
      path: '/api/v1/events',
      body: {
        event: 'reservation.created',
        data: { reservation_id: word },
        idempotency_key: word,
      },
      headers: AUTHORIZATION,
    });
    if (answer?.status === 202) this.published.set(word, String(answer.body.id));
  }

  private async untilAnswered(
    call: Parameters<HubCluster['call']>[0],
  ): Promise<ClusterAnswer | undefined> {
    const deadline = Date.now() + this.plan.patienceMs;
    for (;;) {
      const answer = await this.cluster.call(call);
      if (answer?.status === 500) {
        this.surprises.push(`${call.path}: ${JSON.stringify(answer.body)}`);
      }
      if (answer && !AGAIN.has(answer.status)) return answer;
      if (Date.now() >= deadline) return answer;
      await delay(PAUSE_MS);
    }
  }

  private async pace(perSecond: number, once: () => Promise<unknown>): Promise<void> {
    if (perSecond === 0) return;
    while (!this.isOver) {
      this.track(once().then(() => undefined));
      await delay(1_000 / perSecond);
    }
  }

  private track(work: Promise<void>): void {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }
}
