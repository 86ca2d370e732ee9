/** The guest of a payment, as it is shown to everybody and as it is revealed. */
import { maskName, maskPersonal } from '#core/privacy/personal-fields.js';
import type { MaskedGuest } from '../listing/payment-list.schemas.js';
import type { Customer } from '../payment.port.js';

export function toGuestFields(customer: Customer | undefined): MaskedGuest | null {
  const name = [customer?.first_name, customer?.last_name].filter(Boolean).join(' ');
  const guest = {
    name: name === '' ? null : name,
    email: customer?.email ?? null,
    phone: customer?.phone ?? null,
  };
  return Object.values(guest).every((value) => value === null) ? null : guest;
}

export function toMaskedGuest(customer: Customer | undefined): MaskedGuest | null {
  const guest = toGuestFields(customer);
  if (!guest) return null;
  const { email, phone } = maskPersonal({ email: guest.email, phone: guest.phone });
  return { name: guest.name && maskName(guest.name), email, phone };
}
