import type { Category } from '#providers/category-registry.js';
import { paymentFormats } from './formats/payment-formats.js';
import type { PaymentPort } from './payment.port.js';
import { paymentProbe } from './probe/payment-probe.js';

export const paymentCategory: Category<PaymentPort> = {
  id: 'payment',
  formats: paymentFormats,
  connectionProbe: paymentProbe,
  features: [
    'payment.page',
    'payment.embed',
    'payment.qris',
    'payment.virtual_account',
    'payment.card',
    'payment.e_wallet',
  ],
};
