import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { deliveryBody, toDeliveryRequest } from './delivery-request.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OLD = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const EVENT = {
  event_id: '0193b6a0-0000-7000-8000-000000000001',
  event: 'payment.received',
  data: { order_id: 'RES-1', amount: 150_000, note: 'Sarapan & kamar, Rp 150.000 ✓' },
  occurred_at: new Date('2026-11-21T03:00:00.000Z'),
};

describe('toDeliveryRequest', () => {
  it('is accepted by the reference library of Standard Webhooks', () => {
    const { headers, body } = toDeliveryRequest(EVENT, { current: SECRET }, new Date());
    expect(new Webhook(SECRET).verify(body.toString('utf8'), { ...headers })).toEqual({
      id: 'evt_0193b6a0000070008000000000000001',
      event: 'payment.received',
      data: EVENT.data,
      occurred_at: '2026-11-21T03:00:00.000Z',
    });
  });

  it('is refused by the library when the body was changed or another secret is held', () => {
    const { headers, body } = toDeliveryRequest(EVENT, { current: SECRET }, new Date());
    const text = body.toString('utf8');
    expect(() => new Webhook(SECRET).verify(text.replace('150000', '1'), { ...headers })).toThrow();
    expect(() => new Webhook(OLD).verify(text, { ...headers })).toThrow();
  });

  it('is accepted with the old and with the new secret during a rotation', () => {
    const secrets = { current: SECRET, previous: OLD };
    const { headers, body } = toDeliveryRequest(EVENT, secrets, new Date());
    for (const secret of [SECRET, OLD]) {
      expect(() => new Webhook(secret).verify(body.toString('utf8'), { ...headers })).not.toThrow();
    }
    const hmac = (secret: string) => createHmac('sha256', secret).update(body).digest('hex');
    expect(headers['X-Hotel-Signature']).toBe(hmac(SECRET));
    expect(headers['X-Hotel-Signature-Previous']).toBe(hmac(OLD));
  });

  it('names the event, and an id that stays the same for every attempt', () => {
    const first = toDeliveryRequest(EVENT, { current: SECRET }, new Date(0));
    const later = toDeliveryRequest(EVENT, { current: SECRET }, new Date(3_600_000));
    expect(first.headers['X-Hotel-Event']).toBe('payment.received');
    expect(first.headers['X-Hotel-Idempotency-Key']).toBe('evt_0193b6a0000070008000000000000001');
    expect(later.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(later.body.equals(first.body)).toBe(true);
    expect(deliveryBody(EVENT)).toBe(first.body.toString('utf8'));
  });
});
