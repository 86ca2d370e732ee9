/** Sends a vendor's webhooks, with its retries, and can be told to misbehave as real senders do. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { HttpPoster, type PostAnswer } from '#test/simulators/kit/http-poster.js';

export const webhookControlSchema = z.strictObject({
  /** Sends every webhook this many extra times. */
  repeat: z.int().min(0).max(20).optional(),
  /** Keeps webhooks until flushed, then sends them newest first. */
  reorder: z.boolean().optional(),
  /** Keeps webhooks until flushed, then sends them in order. */
  hold: z.boolean().optional(),
  /** Loses them: all while true, or the next so many. */
  drop: z.union([z.boolean(), z.int().min(0)]).optional(),
  retry_delays_ms: z.array(z.int().min(0)).optional(),
});
export type WebhookControl = z.infer<typeof webhookControlSchema>;

export interface OutgoingWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Further headers, made for each attempt: a signature over a token that the receiver gives out first. */
  readonly sign?: () => Promise<Readonly<Record<string, string>>>;
  readonly body: string;
  /** What happened, in the vendor's words, for the list of deliveries. */
  readonly event: string;
  /** The first attempts of webhooks with one subject are made in order. */
  readonly subject: string;
}

export interface Attempt {
  readonly at: string;
  /** Null when there was no HTTP answer. */
  readonly status: number | null;
  readonly error?: string;
  readonly reply?: string;
}

export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly subject: string;
  readonly url: string;
  readonly body: unknown;
  readonly state: 'pending' | 'held' | 'dropped' | 'delivered' | 'failed';
  readonly attempts: readonly Attempt[];
}

interface Tracked {
  readonly id: string;
  readonly webhook: OutgoingWebhook;
  state: Delivery['state'];
  readonly attempts: Attempt[];
}

export interface SenderRules {
  /** Whether the answer is what the vendor wants to hear; the default is any 2xx. */
  readonly accepts?: (answer: PostAnswer, webhook: OutgoingWebhook) => boolean;
  /** Further attempts the vendor makes after this answer (null: no answer). */
  readonly retries: (status: number | null) => number;
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
}

const KEPT = 5000;

export class WebhookSender {
  private readonly deliveries: Tracked[] = [];
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly timers = new Map<NodeJS.Timeout, Tracked>();
  private readonly waiters: (() => void)[] = [];
  private readonly poster: HttpPoster;
  private readonly rules: SenderRules;
  private control: WebhookControl = {};
  private busy = 0;
  private closed = false;

  constructor(rules: SenderRules) {
    this.rules = rules;
    this.poster = new HttpPoster(rules.timeoutMs);
  }

  /** Sends in the background; problems show in `list()`. */
  send(webhook: OutgoingWebhook): void {
    const tracked = this.track(webhook);
    if (this.isDropped()) {
      tracked.state = 'dropped';
    } else if (this.control.hold === true || this.control.reorder === true) {
      tracked.state = 'held';
    } else {
      this.dispatch(tracked);
    }
  }

  /** Replaces the whole behaviour; what is held stays so until `flush`. */
  behave(control: WebhookControl): void {
    this.control = webhookControlSchema.parse(control);
  }

  /** Sends what is held: in order, or newest first after `reorder`. */
  flush(options: { newest_first?: boolean } = {}): number {
    const held = this.deliveries.filter((tracked) => tracked.state === 'held');
    if (options.newest_first ?? this.control.reorder ?? false) held.reverse();
    for (const tracked of held) this.dispatch(tracked);
    return held.length;
  }

  /** Sends one again, as the "resend" button of a vendor's dashboard does. */
  resend(id: string): void {
    this.dispatch(this.find(id));
  }

  list(filter: { subject?: string; event?: string } = {}): Delivery[] {
    return this.deliveries
      .filter(({ webhook }) => filter.subject === undefined || webhook.subject === filter.subject)
      .filter(({ webhook }) => filter.event === undefined || webhook.event === filter.event)
      .map(present);
  }

  /** What was signed and sent, for tests that forge another of it. */
  original(id: string): OutgoingWebhook {
    return this.find(id).webhook;
  }

  clear(): void {
    this.deliveries.length = 0;
  }

  /** Resolves when nothing is under way: no attempt running, no retry waiting. */
  idle(): Promise<void> {
    if (this.busy === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers.keys()) clearTimeout(timer);
    this.timers.clear();
    this.poster.close();
    for (const resolve of this.waiters.splice(0)) resolve();
  }

  private find(id: string): Tracked {
    const tracked = this.deliveries.find((candidate) => candidate.id === id);
    if (!tracked) throw new Error(`no delivery ${id}`);
    return tracked;
  }

  private track(webhook: OutgoingWebhook): Tracked {
    const tracked: Tracked = { id: randomUUID(), webhook, state: 'pending', attempts: [] };
    this.deliveries.push(tracked);
    if (this.deliveries.length > KEPT) this.deliveries.splice(0, this.deliveries.length - KEPT);
    return tracked;
  }

  private isDropped(): boolean {
    const { drop } = this.control;
    if (typeof drop !== 'number') return drop === true;
    if (drop === 0) return false;
    this.control = { ...this.control, drop: drop - 1 };
    return true;
  }

  private dispatch(tracked: Tracked): void {
    tracked.state = 'pending';
    for (let copy = 0; copy <= (this.control.repeat ?? 0); copy++) {
      this.busy += 1;
      const { subject } = tracked.webhook;
      const lane = (this.lanes.get(subject) ?? Promise.resolve()).then(() =>
        this.attempt(tracked, 0),
      );
      this.lanes.set(subject, lane);
      void lane.then(() => {
        if (this.lanes.get(subject) === lane) this.lanes.delete(subject);
      });
    }
  }

  private async attempt(tracked: Tracked, tries: number): Promise<void> {
    if (this.closed) return;
    const at = new Date().toISOString();
    const answer = await this.post(tracked.webhook);
    tracked.attempts.push({ at, ...answer });
    const isDone = (this.rules.accepts ?? isSuccess)(answer, tracked.webhook);
    if (isDone || tries >= this.rules.retries(answer.status)) {
      if (tracked.state !== 'delivered') tracked.state = isDone ? 'delivered' : 'failed';
      this.settle();
      return;
    }
    this.retryLater(tracked, tries + 1);
  }

  private async post(webhook: OutgoingWebhook): Promise<PostAnswer> {
    if (!webhook.sign) return this.poster.post(webhook);
    try {
      const headers = { ...webhook.headers, ...(await webhook.sign()) };
      return await this.poster.post({ ...webhook, headers });
    } catch (error) {
      return { status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  private retryLater(tracked: Tracked, tries: number): void {
    if (this.closed) return;
    const delays = this.control.retry_delays_ms ?? this.rules.retryDelaysMs;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        void this.attempt(tracked, tries);
      },
      delays[Math.min(tries, delays.length) - 1] ?? 0,
    );
    this.timers.set(timer, tracked);
  }

  private settle(): void {
    this.busy -= 1;
    if (this.busy > 0) return;
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}

function isSuccess({ status }: PostAnswer): boolean {
  return status !== null && status >= 200 && status < 300;
}

function present(tracked: Tracked): Delivery {
  const { event, subject, url, body } = tracked.webhook;
  return {
    id: tracked.id,
    event,
    subject,
    url,
    body: parsed(body),
    state: tracked.state,
    attempts: tracked.attempts,
  };
}

/** As JSON where it is JSON; forms and XML as their text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
