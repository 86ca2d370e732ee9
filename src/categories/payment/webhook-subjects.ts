import { Injectable } from '@nestjs/common';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import type { ApplyEvent, EventOutcome } from '#webhooks/webhook-handlers.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentRow } from './payment.rows.js';
import { isProbeReference } from './probe/probe-reference.js';
import {
  type UnmatchedEvent,
  UnmatchedEventRepository,
} from './reconciliation/unmatched-events.repository.js';

interface ToldPayment {
  readonly reference?: string;
  readonly gateway_transaction_id?: string;
  readonly status?: string;
  readonly amount?: number;
  readonly currency?: string;
}

interface ToldRefund {
  readonly reference?: string;
  readonly refund_reference?: string;
  readonly gateway_refund_id?: string;
  readonly status?: string;
  readonly amount?: number;
}

/** The payment that a webhook is about, and what is left of one that is about none of ours. */
@Injectable()
export class WebhookSubjects {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly providers: ProviderRegistry,
    private readonly unmatchedEvents: UnmatchedEventRepository,
  ) {}

  /** Formats of one vendor account share their webhooks, so a sibling's payment may come in here. */
  accountOf(provider: Provider): string[] {
    return this.providers.siblingsOf(provider).map((sibling) => sibling.id);
  }

  async find(
    provider: Provider,
    told: ToldPayment,
  ): Promise<{ readonly payment: PaymentRow; readonly speaker: Provider } | undefined> {
    const found = await this.payments.findByVendor(this.accountOf(provider), {
      reference: told.reference,
      gatewayTransactionId: told.gateway_transaction_id,
    });
    if (!found) return undefined;
    const speaker = this.providers.find(found.speakerId) ?? provider;
    return { payment: found.payment, speaker };
  }

  /** Kept for the daily report: money that a vendor counts and we do not. */
  unmatched(provider: Provider, told: ToldPayment): ApplyEvent {
    if (isProbeReference(told.reference)) {
      return ignored('a transaction that tested the connection');
    }
    const name = told.reference ?? told.gateway_transaction_id ?? 'unknown';
    return this.kept(`no payment of ours has the reference ${name}`, {
      ...ownerOf(provider),
      type: 'payment',
      reference: told.reference,
      gatewayId: told.gateway_transaction_id,
      status: told.status,
      amount: told.amount,
      currency: told.currency,
    });
  }

  /** A refund that somebody made on the vendor's own pages, or one of a payment that is not ours. */
  async unmatchedRefund(provider: Provider, told: ToldRefund): Promise<ApplyEvent> {
    const found = told.reference === undefined ? undefined : await this.find(provider, told);
    return this.kept('no refund of ours has this reference', {
      ...ownerOf(provider),
      type: 'refund',
      paymentId: found?.payment.id,
      reference: told.refund_reference ?? told.reference,
      gatewayId: told.gateway_refund_id,
      status: told.status,
      amount: told.amount,
      currency: found?.payment.currency,
    });
  }

  private kept(detail: string, event: UnmatchedEvent): ApplyEvent {
    return async (tx) => {
      await this.unmatchedEvents.add(tx, event);
      return { outcome: 'ignored', detail };
    };
  }
}

function ownerOf({ id, propertyId }: Provider): Pick<UnmatchedEvent, 'providerId' | 'propertyId'> {
  return { providerId: id, propertyId };
}

function ignored(detail: string): ApplyEvent {
  const outcome: EventOutcome = { outcome: 'ignored', detail };
  return async () => outcome;
}
