import { Injectable } from '@nestjs/common';
import { IncompleteAnswerError } from '#connectors/incomplete-answer.error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { FeatureRouter } from '#gateway/feature-router.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import type { Provider } from '#providers/provider.types.js';
import { findLostCreate } from './lost-create.js';
import { PaymentCreateRepository } from './payment-create.repository.js';
import type { PaymentRoute } from './payment-route.js';
import type { CreatePaymentRequest, PaymentCreated, PaymentPort } from './payment.port.js';
import type { PaymentRow } from './payment.rows.js';
import type { CreatePayment } from './payment.schemas.js';
import { paymentCategory } from './payment.category.js';

/** All attempts, look-ups after a lost answer included, share this. */
const TOTAL_BUDGET_MS = 30_000;

export interface AcceptedByVendor {
  readonly created: PaymentCreated;
  readonly provider: Provider;
  readonly attempt: number;
}

/** Walks a payment down its chain of providers; goes on only when the one before surely has nothing. */
@Injectable()
export class PaymentAttempts {
  constructor(
    private readonly ports: ProviderPorts,
    private readonly router: FeatureRouter,
    private readonly rows: PaymentCreateRepository,
  ) {}

  /** @throws VendorError of the last attempt; `ambiguous` when the outcome is unknown */
  create(payment: PaymentRow, body: CreatePayment, route: PaymentRoute): Promise<AcceptedByVendor> {
    return this.router.run(
      {
        chain: route.chain,
        featureKey: route.featureKey ?? undefined,
        reference: payment.id,
        budgetMs: TOTAL_BUDGET_MS,
      },
      (provider, attempt) => this.attempt(payment, toRequest(payment, body), provider, attempt),
    );
  }

  private async attempt(
    payment: PaymentRow,
    request: CreatePaymentRequest,
    provider: Provider,
    attempt: number,
  ): Promise<AcceptedByVendor> {
    if (attempt > 1) await this.rows.moveTo(payment.id, provider.id);
    const port = this.ports.get(paymentCategory, provider);
    try {
      return { created: await port.create(request), provider, attempt };
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      return await this.afterError({ payment, request, provider, attempt, port }, error);
    }
  }

  private async afterError(
    at: {
      readonly payment: PaymentRow;
      readonly request: CreatePaymentRequest;
      readonly provider: Provider;
      readonly attempt: number;
      readonly port: PaymentPort;
    },
    error: VendorError,
  ): Promise<AcceptedByVendor> {
    const { payment, attempt, provider } = at;
    const isInDoubt =
      error.kind === 'ambiguous' ||
      error.kind === 'duplicate' ||
      error instanceof IncompleteAnswerError;
    if (!isInDoubt) {
      await this.rows.leaveBehind(payment.id, {
        number: attempt,
        providerId: provider.id,
        outcome: 'refused',
        kind: error.kind,
        message: error.message,
      });
      throw error;
    }
    const lost = await findLostCreate(at.port, at.request);
    if (lost.outcome === 'found') return { created: lost.created, provider, attempt };
    const isAbsent = lost.outcome === 'absent' && error.kind === 'ambiguous';
    await this.rows.leaveBehind(payment.id, {
      number: attempt,
      providerId: provider.id,
      outcome: isAbsent ? 'refused' : 'unknown',
      kind: error.kind,
      message: error.message,
    });
    if (!isAbsent) throw error;
    throw new VendorError(
      'unavailable',
      `${provider.name} lost the connection and has no such payment.`,
      { cause: error },
    );
  }
}

function toRequest(payment: PaymentRow, body: CreatePayment): CreatePaymentRequest {
  return {
    reference: payment.reference,
    orderId: payment.order_id,
    amount: payment.amount,
    currency: payment.currency,
    description: body.description,
    method: body.method,
    token: body.token,
    customer: body.customer,
    items: body.items,
    returnUrl: body.return_url,
    expiresAt: payment.expires_at ?? undefined,
    expiresInSeconds: body.expires_in_seconds,
    metadata: body.metadata,
    idempotencyKey: payment.id,
  };
}
