/** The scene of a chaos run: a cluster of hubs, two vendors and a subscriber with books of their own, and the load. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { addBooksProvider } from '#test/chaos/books-provider.js';
import { BooksVendor, NO_FAULTS, type VendorFaults } from '#test/chaos/books-vendor.js';
import { Dice } from '#test/chaos/dice.js';
import { EventBooks } from '#test/chaos/event-books.js';
import { HubCluster } from '#test/chaos/hub-cluster.js';
import { Load, type LoadPlan } from '#test/chaos/load.js';
import type { PlainProvider } from '#test/support/plain-vendor.js';

const FEATURE = 'payment.invoice';

export interface PlayOptions {
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly size: { readonly api: number; readonly worker: number };
  readonly faults: VendorFaults;
  readonly load: Omit<LoadPlan, 'feature'>;
}

export interface Side {
  readonly vendor: BooksVendor;
  readonly provider: PlainProvider;
}

export class Play {
  readonly cluster: HubCluster;
  readonly primary: Side;
  readonly fallback: Side;
  readonly events: EventBooks;
  readonly load: Load;
  private readonly databaseUrl: string;
  private isPaying = false;
  private paying: Promise<void> = Promise.resolve();

  private constructor(
    parts: Pick<Play, 'cluster' | 'primary' | 'fallback' | 'events'>,
    options: PlayOptions,
  ) {
    this.cluster = parts.cluster;
    this.primary = parts.primary;
    this.fallback = parts.fallback;
    this.events = parts.events;
    this.databaseUrl = options.databaseUrl;
    this.load = new Load(parts.cluster, { ...options.load, feature: FEATURE });
  }

  static async open(options: PlayOptions): Promise<Play> {
    const { seed } = options;
    const cluster = await HubCluster.start(
      { ...options.env, DATABASE_URL: options.databaseUrl },
      options.size,
    );
    const api = cluster.api();
    const side = async (name: string, dice: Dice, faults: VendorFaults): Promise<Side> => {
      const vendor = await new BooksVendor(dice, faults).listen();
      const provider = await addBooksProvider(api, vendor, name);
      const path = new URL(provider.webhook_url).pathname;
      vendor.tellBy(async (body, headers) => {
        const answer = await cluster.call({ path, body, headers });
        return answer?.status === 200;
      });
      return { vendor, provider };
    };
    const primary = await side('Primary', new Dice(seed + 1), options.faults);
    // What falls back has to find an open door, or there would be more refusals than payments.
    const calm = { ...NO_FAULTS, repeated: options.faults.repeated };
    const fallback = await side('Fallback', new Dice(seed + 2), calm);
    const events = await new EventBooks().listen();
    const chain = [primary.provider.id, fallback.provider.id];
    await expectStatus(api.put(`/api/v1/features/${FEATURE}`, { chain }), 200);
    await expectStatus(
      api.post('/api/v1/webhook-endpoints', { url: events.url, events: ['*'] }),
      201,
    );
    return new Play({ cluster, primary, fallback, events }, options);
  }

  get sides(): readonly Side[] {
    return [this.primary, this.fallback];
  }

  /** Payments as if made by the API before, whose guests pay at a steady pace: load of webhooks alone. */
  async stock(count: number): Promise<void> {
    const references = Array.from({ length: count }, () => randomUUID());
    await this.sql(
      `INSERT INTO payments (id, provider_id, order_id, reference, amount, currency, status, request)
       SELECT gen_random_uuid(), $2, 'STOCK-' || number, reference, 150000, 'IDR', 'pending', '{}'
       FROM unnest($1::text[]) WITH ORDINALITY AS s (reference, number)`,
      [references, this.primary.provider.id],
    );
    for (const [i, reference] of references.entries()) {
      this.primary.vendor.charges.set(reference, {
        reference,
        orderId: `STOCK-${i + 1}`,
        amount: 150_000,
        state: 'OPEN',
        asked: 1,
        looks: 0,
      });
    }
  }

  /** Begins the load; `webhooksPerSecond` of the stock until it is used up. */
  start(webhooksPerSecond: number): void {
    this.load.start();
    this.isPaying = true;
    this.paying = this.payStock(webhooksPerSecond);
  }

  /** Ends the load: what is under way is answered or given up, and every webhook is heard. */
  async stop(): Promise<void> {
    this.isPaying = false;
    await this.paying;
    await this.load.stop();
    await delay(2_000); // The last guests pay.
    while (this.sides.some(({ vendor }) => vendor.untold > 0)) await delay(50);
  }

  /** On a connection of its own, because the server may have been another one a moment ago. */
  async sql<R extends object>(text: string, params: readonly unknown[] = []): Promise<R[]> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'kunci-chaos',
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, params as unknown[])).rows as R[];
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.cluster.close();
    await Promise.all(this.sides.map(({ vendor }) => vendor.close()));
    await this.events.close();
  }

  private async payStock(perSecond: number): Promise<void> {
    for (const charge of this.primary.vendor.charges.values()) {
      if (!this.isPaying) return;
      if (!charge.orderId.startsWith('STOCK-')) continue;
      this.primary.vendor.pay(charge);
      await delay(1_000 / perSecond);
    }
  }
}

async function expectStatus(
  asked: Promise<{ readonly status: number; readonly text: string }>,
  status: number,
): Promise<void> {
  const answer = await asked;
  if (answer.status !== status) {
    throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  }
}
