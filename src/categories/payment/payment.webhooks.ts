import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type {
  ApplyEvent,
  EventContext,
  EventOutcome,
  WebhookHandler,
} from '#webhooks/webhook-handlers.js';
import { PaymentConfirmation } from './payment-confirmation.js';
import { PaymentObserver } from './payment-observer.js';
import { type PaymentState, VENDOR_PAYMENT_STATUSES } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import { refundEventSchema, RefundWebhooks } from './refund.webhooks.js';

const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

const paymentEventSchema = z.object({
  type: z.literal('payment').default('payment'),
  id: z.string(),
  reference: idSchema.optional(),
  gateway_transaction_id: idSchema.optional(),
  status: z.enum(VENDOR_PAYMENT_STATUSES).optional(),
  vendor_status: z.string().optional(),
  amount: z.int().optional(),
  currency: z.string().optional(),
  refs: z.record(z.string(), z.coerce.string()).default({}),
});
type PaymentEvent = z.infer<typeof paymentEventSchema>;

const eventSchema = z.union([refundEventSchema, paymentEventSchema]);

/** What vendors tell about payments and refunds. */
@Injectable()
export class PaymentWebhooks implements WebhookHandler {
  readonly integrationType = 'payment';

  constructor(
    private readonly payments: PaymentRepository,
    private readonly observer: PaymentObserver,
    private readonly confirmation: PaymentConfirmation,
    private readonly refunds: RefundWebhooks,
    private readonly providers: ProviderRegistry,
  ) {}

  async prepare(event: NeutralEvent, context: EventContext): Promise<ApplyEvent> {
    const parsed = eventSchema.parse(event);
    const { provider, confirm } = context;
    const account = this.accountOf(provider);
    if (parsed.type === 'refund') return this.refunds.prepare(parsed, { account, confirm });
    const found = await this.payments.findByVendor(account, {
      reference: parsed.reference,
      gatewayTransactionId: parsed.gateway_transaction_id,
    });
    if (!found) return unknownPayment(parsed);
    const { payment } = found;
    const speaker = this.providers.find(found.speakerId) ?? provider;
    const told = toldBy(parsed);
    const confirmed = await this.confirmation.confirm({ told, payment, speaker, confirm });
    return async (tx) => {
      const observed = await this.observer.observeIn(tx, payment.id, {
        source: 'webhook',
        providerId: speaker.id,
        ...confirmed,
      });
      return { outcome: observed.outcome, detail: observed.detail, subjectId: payment.id };
    };
  }

  /** Formats of one vendor account share their webhooks, so a sibling's payment may come in here. */
  private accountOf(provider: Provider): string[] {
    return this.providers.siblingsOf(provider).map((sibling) => sibling.id);
  }
}

function toldBy(event: PaymentEvent): PaymentState {
  return {
    status: event.status,
    vendorStatus: event.vendor_status,
    amount: event.amount,
    currency: event.currency,
    gatewayTransactionId: event.gateway_transaction_id,
    refs: event.refs,
  };
}

function unknownPayment(event: PaymentEvent): ApplyEvent {
  const name = event.reference ?? event.gateway_transaction_id ?? 'unknown';
  const outcome: EventOutcome = {
    outcome: 'ignored',
    detail: `no payment of ours has the reference ${name}`,
  };
  return async () => outcome;
}
