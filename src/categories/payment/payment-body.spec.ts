import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '#core/errors/app-error.js';
import { normalizeBody } from './payment-body.js';
import { createPaymentSchema } from './payment.schemas.js';

const aBody = (customer?: Record<string, unknown>) =>
  createPaymentSchema.parse({ feature: 'payment.qris', order_id: 'A', amount: 1, customer });

describe('the body as vendors want it', () => {
  it.each(['081234567890', '+62 812-3456-7890', '62812 3456 7890'])(
    'has the phone number %s in E.164',
    (phone) => {
      expect(normalizeBody(aBody({ phone })).customer?.phone).toBe('+6281234567890');
    },
  );

  it('leaves everything else as it is', () => {
    const body = aBody({ first_name: 'Sari', phone: '081234567890' });
    const { customer, ...rest } = normalizeBody(body);
    expect(customer?.first_name).toBe('Sari');
    expect({ ...rest, customer: body.customer }).toEqual(body);
    expect(normalizeBody(aBody())).toEqual(aBody());
    expect(normalizeBody(aBody({ phone: ' ' })).customer?.phone).toBe(' ');
  });

  it('names the field of a number that is none', () => {
    expect(() => normalizeBody(aBody({ phone: '12' }))).toThrow(InvalidInputError);
    expect(() => normalizeBody(aBody({ phone: '12' }))).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ field: 'customer.phone' })],
      }),
    );
  });
});
