import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { Sql } from '#core/database/database.js';
import type { ApplyEvent, EventContext, WebhookHandler } from '#webhooks/webhook-handlers.js';
import { type Confirmed, PaymentConfirmation } from './payment-confirmation.js';
import { PaymentObserver } from './payment-observer.js';
import { type PaymentState, VENDOR_PAYMENT_STATUSES } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { claimsMoney } from './payment-status.js';
import { refundEventSchema } from './refund-event.schemas.js';
import { RefundWebhooks } from './refund.webhooks.js';
import { WebhookSubjects } from './webhook-subjects.js';

const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

const paymentEventSchema = z.object({
  type: z.literal('payment').default('payment'),
  id: z.string(),
  reference: idSchema.optional(),
  gateway_transaction_id: idSchema.optional(),
  status: z.enum(VENDOR_PAYMENT_STATUSES).optional(),
  vendor_status: z.string().optional(),
  amount: z.int().optional(),
  unread_amount: z.string().optional(),
  currency: z.string().optional(),
  refs: z.record(z.string(), z.coerce.string()).default({}),
});
type PaymentEvent = z.infer<typeof paymentEventSchema>;

const eventSchema = z.union([refundEventSchema, paymentEventSchema]);

/** What a vendor says of a payment that nobody has paid. */
const ENDED_UNPAID: ReadonlySet<string> = new Set(['failed', 'expired', 'cancelled']);

/** What vendors tell about payments and refunds. */
@Injectable()
export class PaymentWebhooks implements WebhookHandler {
  readonly integrationType = 'payment';

  constructor(
    private readonly subjects: WebhookSubjects,
    private readonly observer: PaymentObserver,
    private readonly confirmation: PaymentConfirmation,
    private readonly refunds: RefundWebhooks,
    private readonly payments: PaymentRepository,
  ) {}

  async prepare(event: NeutralEvent, context: EventContext): Promise<ApplyEvent> {
    const parsed = eventSchema.parse(event);
    const { provider, confirm } = context;
    if (parsed.type === 'refund') {
      const account = this.subjects.accountOf(provider);
      return this.refunds.prepare(parsed, { account, confirm, provider });
    }
    const found = await this.subjects.find(provider, parsed);
    if (!found) return this.subjects.unmatched(provider, parsed);
    const { payment, speaker } = found;
    const told = toldBy(parsed);
    const confirmed = await this.confirmation.confirm({ told, payment, speaker, confirm });
    const { isUnconfirmed = false, ...believed } = confirmed;
    return async (tx) => {
      const observed = await this.observer.observeIn(tx, payment.id, {
        source: 'webhook',
        providerId: speaker.id,
        ...believed,
      });
      await this.keepDoubt(tx, payment, { told, confirmed });
      const { outcome, detail } = observed;
      return { outcome, detail, subjectId: payment.id, isUnconfirmed };
    };
  }

  /** A genuine webhook told of money, and the vendor, when asked, did not: the daily report shows it. */
  private async keepDoubt(
    tx: Sql,
    payment: PaymentRow,
    { told, confirmed }: { readonly told: PaymentState; readonly confirmed: Confirmed },
  ): Promise<void> {
    const said = confirmed.state.status;
    if (told.status === undefined || !claimsMoney(told.status) || said === told.status) return;
    if (said !== undefined && said !== 'pending' && !ENDED_UNPAID.has(said)) return;
    const type = 'webhook_unconfirmed';
    const detail = { told: told.status, confirmed: said };
    if (await this.payments.hasEvent(tx, payment.id, { type, detail })) return;
    await this.payments.addEvent(tx, { paymentId: payment.id, type, source: 'webhook', detail });
  }
}

function toldBy(event: PaymentEvent): PaymentState {
  return {
    status: event.status,
    vendorStatus: event.vendor_status,
    amount: event.amount,
    unreadAmount: event.unread_amount,
    currency: event.currency,
    gatewayTransactionId: event.gateway_transaction_id,
    refs: event.refs,
  };
}
