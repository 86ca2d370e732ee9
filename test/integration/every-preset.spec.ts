/**
 * Every payment preset as an owner, a PMS and its vendor meet it: created, tested, mapped, paid, given back, cancelled
 * and lied to. A preset without a line in `preset-cases.ts` fails.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HotelAnswer } from '#test/simulators/snap-bank/bank-client.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import type { OutgoingWebhook } from '#test/simulators/kit/webhook-sender.js';
import { addProvider, mapFeature, pay, type TestProvider } from '#test/support/payment-kit.js';
import { addPlainProvider, postWebhook, startPlainVendor } from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';
import { EMPTY_PRESETS, PRESET_CASES, type PresetCase, presetFiles } from './preset-cases.js';
import { GUEST } from './vendor-scene.js';

const PRESETS = presetFiles().filter((name) => !EMPTY_PRESETS.includes(name));
const REFUSED = expect.stringMatching(/^40[01]/);

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

function caseOf(preset: string): PresetCase {
  const found = PRESET_CASES[preset];
  if (!found) throw new Error(`presets/payment/${preset}.json has no line in preset-cases.ts`);
  return found;
}

const payment = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body;
const until = (path: string, status: string) =>
  eventually(async () => {
    const { body } = await hub.api.get(`/api/v1/payments/${path}`);
    return body.status === status && body;
  });
const post = (path: string, body: Readonly<Record<string, unknown>> = {}) =>
  hub.api.post(`/api/v1/payments/${path}`, body, { 'idempotency-key': randomUUID() });

/** The last characters of all that proves who the sender is are others. */
const spoilt = (text: string) =>
  text.replace(/[\w+/=-]{16,}/g, (proof) => proof.slice(0, -8) + 'A'.repeat(8));

function forged({ vendor }: PresetCase, { url, headers, body }: OutgoingWebhook) {
  const { signature } = vendor;
  if ('field' in signature) {
    const said = JSON.parse(body) as Record<string, string>;
    const lie = { ...said, [signature.field]: spoilt(said[signature.field] ?? '') };
    return { url, headers, body: JSON.stringify(lie) };
  }
  const found = Object.entries(headers).map(([name, value]): [string, string] =>
    name.toLowerCase() === signature.header ? [name, spoilt(value)] : [name, value],
  );
  return { url, headers: Object.fromEntries(found), body };
}

/** What a preset says its vendor can do, by the connector's own operations. */
async function operationsOf(preset: string): Promise<readonly string[]> {
  const { body } = await hub.api.get(`/api/v1/presets/${preset}`);
  return Object.keys(body.connector.operations);
}

class Desk {
  constructor(
    readonly preset: string,
    readonly vendor: Simulator,
    readonly provider: TestProvider,
    readonly feature: string,
    readonly operations: readonly string[],
  ) {}

  get case(): PresetCase {
    return caseOf(this.preset);
  }

  async create(more: Readonly<Record<string, unknown>> = {}) {
    const { body = {}, token } = this.case;
    const answer = await pay(hub, {
      feature: this.feature,
      ...GUEST,
      ...body,
      ...(token && { token: token(this.vendor) }),
      ...more,
    });
    if (answer.status !== 201) throw new Error(`not created: ${answer.text}`);
    return answer.body;
  }

  /** The guest pays; for a bank that asks the hub, what it was answered. */
  guestPays(created: Readonly<Record<string, any>>, more: Readonly<Record<string, unknown>> = {}) {
    if (this.case.way === 'bank') {
      return this.vendor.act('payment', {
        va_number: created['action'].number,
        amount: '150000.00',
        ...more,
      }) as Promise<HotelAnswer>;
    }
    return this.vendor.act('pay', { reference: created['reference'], ...this.case.pay });
  }

  async paid() {
    const created = await this.create();
    await this.guestPays(created);
    const paid = await until(created.id, 'paid');
    const { beforeRefund } = this.case;
    if (beforeRefund !== undefined) this.vendor.act(beforeRefund, { reference: created.reference });
    return paid;
  }

  /** What the hub answered a webhook whose signature is wrong. */
  async lie(created: Readonly<Record<string, any>>): Promise<string> {
    if (this.case.way === 'bank') {
      const wrong = (await this.guestPays(created, { signature: 'd3Jvbmc=' })) as HotelAnswer;
      return String(wrong.body.responseCode);
    }
    this.vendor.webhooks.behave({ hold: true });
    await this.guestPays(created);
    const held = this.vendor.webhooks.list().filter(({ state }) => state === 'held');
    const webhook = this.vendor.webhooks.original(held.at(-1)?.id ?? '');
    const signed = { ...webhook, headers: { ...webhook.headers, ...(await webhook.sign?.()) } };
    const { url, headers, body } = forged(this.case, signed);
    return String((await fetch(url, { method: 'POST', headers, body })).status);
  }
}

async function openDesk(preset: string): Promise<Desk> {
  const { vendor: account, extra = {} } = caseOf(preset);
  const vendor = await account.start();
  const provider = await addProvider(hub, vendor, preset, { extra_config: extra });
  if (account.hasOneAddress) vendor.act('config', { webhook_url: provider.webhook_url });
  const feature = 'payment.' + preset.replaceAll('-', '_');
  await mapFeature(hub, feature, [provider]);
  return new Desk(preset, vendor, provider, feature, await operationsOf(preset));
}

describe('the table of presets', () => {
  it('has a line for every preset, and no line for one that is gone', () => {
    expect([...Object.keys(PRESET_CASES), ...EMPTY_PRESETS].sort()).toEqual(presetFiles().sort());
  });
});

describe.each(PRESETS)('the preset %s', (preset) => {
  let desk: Desk;
  let close: () => Promise<void> = async () => undefined;
  beforeAll(async () => {
    desk = await openDesk(preset);
    close = () => desk.vendor.close();
  });
  afterAll(() => close());
  const isSubscription = PRESET_CASES[preset]?.way === 'subscription';

  it('passes its connection test, and says what it found', async () => {
    const { status, body } = await hub.api.post(`/api/v1/providers/${desk.provider.id}/test`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, message: expect.any(String) });
    expect(['ok', 'unverifiable']).toContain(body.test_status);
  });

  if (isSubscription) {
    it('starts what a guest pays again and again, and ends it', async () => {
      const { body: created } = await post('subscriptions', {
        provider_id: desk.provider.id,
        order_id: 'CLUB-1',
        amount: 150_000,
        currency: 'IDR',
        interval: 'month',
        ...GUEST,
      });
      expect(created.action.type).toBe(desk.case.action);
      expect(await desk.lie(created)).toBe('401');
      desk.vendor.webhooks.behave({});
      desk.vendor.webhooks.flush();
      await until(`subscriptions/${created.id}`, 'active');
      expect((await post(`subscriptions/${created.id}/cancel`)).body.status).toBe('cancelled');
    });
    return;
  }

  it('refuses a wrong signature, and is paid by the right one', async () => {
    const created = await desk.create();
    expect(created).toMatchObject({ status: 'pending', action: { type: desk.case.action } });
    expect(await desk.lie(created)).toEqual(REFUSED);
    expect((await payment(created.id)).status).toBe('pending');
    desk.vendor.webhooks.behave({});
    if (desk.case.way === 'bank') await desk.guestPays(created);
    else desk.vendor.webhooks.flush();
    expect(await until(created.id, 'paid')).toMatchObject({
      received_amount: 150_000,
      gateway_transaction_id: expect.any(String),
    });
  });

  it('gives the money back: by the vendor where it does that, else as a task for people', async () => {
    const paid = await desk.paid();
    const { status, body, text } = await post(`${paid.id}/refunds`);
    if (desk.operations.includes('refund')) {
      if (status >= 400) throw new Error(text);
      expect(body).toMatchObject({ via: 'vendor', amount: 150_000 });
      await until(paid.id, 'refunded');
      return;
    }
    expect(status).toBe(202);
    expect(body).toMatchObject({ via: 'payout', payout_task: { status: 'open' } });
    expect((await payment(paid.id)).status).toBe('paid');
  });

  it('closes what nobody paid, or says why it can not', async () => {
    const created = await desk.create();
    const { status, body } = await post(`${created.id}/cancel`);
    expect(status).toBe(desk.case.cancel ?? 200);
    if (status === 200) expect(body.status).toBe('cancelled');
    else expect(body.message).toEqual(expect.any(String));
  });

  it('holds a card until its money is taken, where the vendor holds any', async () => {
    const body = { ...GUEST, ...desk.case.body, feature: desk.feature, capture: 'manual' };
    const token = desk.case.token?.(desk.vendor);
    const answer = await pay(hub, { ...body, ...(token !== undefined && { token }) });
    if (!desk.operations.includes('capture')) {
      expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([422, 'capture']);
      return;
    }
    await desk.guestPays(answer.body);
    await until(answer.body.id, 'authorized');
    const taken = await post(`${answer.body.id}/capture`);
    if (taken.status >= 400) throw new Error(taken.text);
    expect(await until(answer.body.id, 'paid')).toMatchObject({ received_amount: 150_000 });
  });
});

describe('the empty preset', () => {
  it('takes payments, refuses a wrong signature and opens a payout once its form is filled in', async () => {
    const vendor = await startPlainVendor();
    const provider = await addPlainProvider(hub.api, vendor.url, { preset_id: 'custom-payment' });
    const { body: created } = await pay(hub, { provider_id: provider.id });
    const word = { reference: created.reference, status: 'PAID', event_id: 'e-1' };
    expect((await postWebhook(provider, word, { secret: 'another' })).status).toBe(401);
    expect((await payment(created.id)).status).toBe('pending');
    expect((await postWebhook(provider, word)).status).toBe(200);
    await until(created.id, 'paid');
    expect((await post(`${created.id}/refunds`)).body).toMatchObject({ via: 'payout' });
    await vendor.close();
  });
});
