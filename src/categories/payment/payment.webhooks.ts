import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type {
  ApplyEvent,
  EventContext,
  EventOutcome,
  WebhookHandler,
} from '#webhooks/webhook-handlers.js';
import { PaymentObserver } from './payment-observer.js';
import { toQuery } from './payment.mapper.js';
import { type PaymentState, VENDOR_PAYMENT_STATUSES } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { isUnconfirmed } from './payment-status.js';
import { refundEventSchema, RefundWebhooks } from './refund.webhooks.js';
import { paymentCategory } from './payment.category.js';

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
    private readonly refunds: RefundWebhooks,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
  ) {}

  async prepare(event: NeutralEvent, context: EventContext): Promise<ApplyEvent> {
    const parsed = eventSchema.parse(event);
    const { provider, confirm } = context;
    const account = this.accountOf(provider);
    if (parsed.type === 'refund') return this.refunds.prepare(parsed, { account, confirm });
    const payment = await this.payments.findByVendor(account, {
      reference: parsed.reference,
      gatewayTransactionId: parsed.gateway_transaction_id,
    });
    if (!payment) return unknownPayment(parsed);
    const state = isEmptyWord(parsed, payment)
      ? { ...toldBy(parsed), status: undefined }
      : await this.believe(parsed, payment, context);
    return async (tx) => {
      const observed = await this.observer.observeIn(tx, payment.id, {
        source: 'webhook',
        state,
        providerId: this.ownerIn(provider, payment).id,
      });
      return { outcome: observed.outcome, detail: observed.detail, subjectId: payment.id };
    };
  }

  /** Formats of one vendor account share their webhooks, so a sibling's payment may come in here. */
  private accountOf(provider: Provider): string[] {
    return this.providers.siblingsOf(provider).map((sibling) => sibling.id);
  }

  private ownerIn(provider: Provider, payment: PaymentRow): Provider {
    const siblings = this.providers.siblingsOf(provider);
    return siblings.find((sibling) => sibling.id === payment.provider_id) ?? provider;
  }

  /** The event's own word, or the vendor's answer where the signature does not cover the word. */
  private async believe(
    event: PaymentEvent,
    payment: PaymentRow,
    context: EventContext,
  ): Promise<PaymentState> {
    const told = toldBy(event);
    const owner = this.ownerIn(context.provider, payment);
    const port = this.ports.get(paymentCategory, owner);
    if (context.confirm === 'none' || !port.can('status')) return told;
    const query = {
      ...toQuery(payment),
      gatewayTransactionId:
        event.gateway_transaction_id ?? payment.gateway_transaction_id ?? undefined,
      refs: { ...payment.refs, ...event.refs },
    };
    try {
      const confirmed = await runInScope({ reference: payment.id }, () => port.status(query));
      return { ...confirmed, refs: { ...event.refs, ...confirmed.refs } };
    } catch (error) {
      // A vendor that knows nothing of the payment contradicts the webhook; anything else is worth another try.
      if (error instanceof VendorError && error.kind === 'not_found') {
        return { ...told, status: undefined };
      }
      throw error;
    }
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

/** "Still pending" moves nothing, so it is not worth asking the vendor; a create under way writes its own end. */
function isEmptyWord(event: PaymentEvent, payment: PaymentRow): boolean {
  return (
    event.status === 'pending' && (payment.status === 'created' || !isUnconfirmed(payment.status))
  );
}

function unknownPayment(event: PaymentEvent): ApplyEvent {
  const name = event.reference ?? event.gateway_transaction_id ?? 'unknown';
  const outcome: EventOutcome = {
    outcome: 'ignored',
    detail: `no payment of ours has the reference ${name}`,
  };
  return async () => outcome;
}
