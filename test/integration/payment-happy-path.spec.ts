import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startMidtransSimulator } from '#test/simulators/midtrans/midtrans-simulator.js';
import { addProvider, mapFeature, pay } from '#test/support/payment-kit.js';
import {
  describeOnBothQueues,
  eventually,
  startTestHub,
  type TestHub,
} from '#test/support/test-hub.js';

describeOnBothQueues('a QRIS payment from preset to paid', (queue) => {
  let hub: TestHub;
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startMidtransSimulator();
    hub = await startTestHub({ queue });
    await mapFeature(hub, 'payment.qris', [await addProvider(hub, simulator, 'midtrans-qris')]);
  });

  afterAll(async () => {
    await hub.stop();
    await simulator.close();
  });

  it('is pending with a QR code, and paid once the signed webhook is processed', async () => {
    const created = await pay(hub, { feature: 'payment.qris' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ status: 'pending', action: { type: 'qr' } });

    simulator.act('pay', { reference: created.body.reference });
    const paid = await eventually(async () => {
      const { body } = await hub.api.get(`/api/v1/payments/${created.body.id}`);
      return body.status === 'paid' && body;
    });
    expect(paid.paid_at).not.toBeNull();
  });
});
