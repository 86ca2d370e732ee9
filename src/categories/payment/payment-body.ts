import { InvalidPhoneError, toE164 } from '#core/phone/phone.js';
import type { CreatePayment } from './payment.schemas.js';

/**
 * The body as the vendors want it: the phone number in E.164.
 *
 * @throws InvalidInputError naming `customer.phone`
 */
export function normalizeBody(body: CreatePayment): CreatePayment {
  const phone = body.customer?.phone;
  if (phone === undefined || phone.trim() === '') return body;
  try {
    return { ...body, customer: { ...body.customer, phone: toE164(phone) } };
  } catch (error) {
    if (!(error instanceof InvalidPhoneError)) throw error;
    throw new InvalidPhoneError('customer.phone');
  }
}
