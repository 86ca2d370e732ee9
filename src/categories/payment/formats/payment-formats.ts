/**
 * The six ways in which gateways take a payment. They speak through the same operations and differ in
 * what the answer to `create` must hold for the guest.
 */
import type { ZodType } from 'zod';
import { z } from 'zod';
import type { Format } from '#connectors/format.js';
import type { PaymentPort } from '../payment.port.js';
import { ConnectorPaymentAdapter } from './connector-payment.adapter.js';
import {
  clientTokenActionSchema,
  deeplinkActionSchema,
  noActionSchema,
  type PaymentAction,
  qrActionSchema,
  redirectActionSchema,
  virtualAccountActionSchema,
} from './payment-action.schemas.js';

function formatOf(id: string, action: ZodType<PaymentAction>): Format<PaymentPort> {
  return {
    id,
    requires: ['create'],
    create: (runner) => new ConnectorPaymentAdapter(runner, action),
  };
}

export const paymentFormats: readonly Format<PaymentPort>[] = [
  formatOf('redirect_flow', redirectActionSchema),
  formatOf('embed_flow', clientTokenActionSchema),
  formatOf('qris_dynamic', qrActionSchema),
  formatOf('va_static', virtualAccountActionSchema),
  // A card may need its holder's bank to look at it (3-D Secure), on a page of theirs.
  formatOf('direct_charge', z.union([noActionSchema, redirectActionSchema])),
  // A wallet opens its app, shows a page, or simply pushes a question to the guest's phone.
  formatOf(
    'e_wallet_redirect',
    z.union([deeplinkActionSchema, redirectActionSchema, noActionSchema]),
  ),
];
