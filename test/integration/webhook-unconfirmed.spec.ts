/** A webhook that is asked about before it is believed: what the vendor does not confirm uses up no event id. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addLedgerProvider, aLedgerConnector } from '#test/support/ledger-connector.js';
import {
  type LedgerCharge,
  type LedgerVendor,
  startLedgerVendor,
} from '#test/support/ledger-vendor.js';
import { pay } from '#test/support/payment-kit.js';
import { type PlainProvider, postWebhook } from '#test/support/plain-vendor.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

let hub: TestHub;
let ledger: LedgerVendor;
let provider: PlainProvider;
beforeAll(async () => {
  [hub, ledger] = await Promise.all([startTestHub(), startLedgerVendor()]);
});
beforeEach(async () => {
  provider = await addLedgerProvider(hub.api, ledger, aLedgerConnector([], { confirm: 'status' }));
});
afterAll(async () => {
  await hub.stop();
  await ledger.close();
});

async function open(): Promise<{ id: string; charge: LedgerCharge }> {
  const { body } = await pay(hub, { provider_id: provider.id });
  const charge = ledger.charges.get(body.reference);
  if (!charge) throw new Error('no charge');
  return { id: body.id, charge };
}

const statusOf = async (id: string) => (await hub.api.get(`/api/v1/payments/${id}`)).body.status;

/** What became of every webhook so far, oldest first. */
const outcomes = () =>
  eventually(async () => {
    const rows = await hub.sql<{ status: string }>(
      'SELECT status FROM webhook_logs WHERE provider_id = $1 ORDER BY id',
      [provider.id],
    );
    const states = rows.map(({ status }) => status);
    return !states.includes('received') && !states.includes('processing') && states;
  });

const claim = (charge: LedgerCharge, said: Readonly<Record<string, unknown>>) => ({
  event_id: 'E-1',
  reference: charge.reference,
  amount: charge.amount,
  ...said,
});

/** Posts one after the other, each worked through before the next. */
async function tell(...bodies: readonly Readonly<Record<string, unknown>>[]): Promise<string[]> {
  for (const body of bodies) {
    expect((await postWebhook(provider, body)).status).toBe(200);
    await outcomes();
  }
  return outcomes();
}

describe('an event id', () => {
  it.each([
    ['that money came', { status: 'PAID' }],
    ['that nothing has happened', { status: 'OPEN' }],
    ['that is about a payment of nobody', { status: 'PAID', reference: 'NOBODY' }],
  ])('stays free after a claim %s, which the vendor did not confirm', async (_what, said) => {
    const { id, charge } = await open();
    await tell(claim(charge, said));
    expect(await statusOf(id)).toBe('pending');
    ledger.move(charge, 'PAID');
    await tell(claim(charge, { status: 'PAID' }));
    expect(await statusOf(id)).toBe('paid');
  });

  it('is used up by what the vendor confirms: repeats are not asked about', async () => {
    const { charge } = await open();
    ledger.move(charge, 'PAID');
    const body = claim(charge, { status: 'PAID' });
    expect(await tell(body, body, body)).toEqual(['processed', 'duplicate', 'duplicate']);
  });

  it('stays free after the end of a refund that has not come', async () => {
    const { id, charge } = await open();
    ledger.move(charge, 'PAID');
    await tell(claim(charge, { status: 'PAID', event_id: 'P-1' }));
    charge.nextRefund = 'pending';
    const path = `/api/v1/payments/${id}/refunds`;
    await hub.api.post(path, {}, { 'idempotency-key': randomUUID() });
    const refund = charge.refunds[0];
    if (!refund) throw new Error('no refund');
    const told = { event_id: 'R-1', refund: { ...refund, status: 'SUCCEEDED' } };
    await tell(told);
    expect((await hub.api.get(path)).body.items).toMatchObject([{ status: 'pending' }]);
    ledger.settle(charge, refund, 'SUCCEEDED');
    await tell(told);
    expect((await hub.api.get(path)).body.items).toMatchObject([{ status: 'succeeded' }]);
    expect(await statusOf(id)).toBe('refunded');
  });

  it('of a lie that is told again and again stands in the report once', async () => {
    const { charge } = await open();
    const lie = claim(charge, { status: 'PAID', reference: 'NOBODY' });
    await tell(lie, lie, lie);
    const kept = await hub.sql('SELECT FROM unmatched_payment_events WHERE provider_id = $1', [
      provider.id,
    ]);
    expect(kept).toHaveLength(1);
  });
});
