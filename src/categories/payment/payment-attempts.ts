import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { Clock } from '#core/time/clock.js';
import { FeatureRouter } from '#gateway/feature-router.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import type { Provider } from '#providers/provider.types.js';
import { PaymentNumbers } from './inbound/payment-numbers.js';
import { FIRST_LOOK_MS } from './left-behind/left-behind-schedule.js';
import { findLostCreate } from './lost-create.js';
import { isUnreadable, mayHaveActed, refsIn } from './vendor-doubt.js';
import { PaymentCreateRepository } from './payment-create.repository.js';
import type { PaymentRoute } from './payment-route.js';
import type { CreatePaymentRequest, PaymentCreated, PaymentPort } from './payment.port.js';
import type { PaymentRow } from './payment.rows.js';
import {
  afterFailure,
  type FailedAttempt,
  type StoredRouting,
} from './routing/routing-decision.js';
import type { CreatePayment } from './payment.schemas.js';
import { SpentTokens } from './tokens/spent-tokens.js';
import { paymentCategory } from './payment.category.js';

/** All attempts, look-ups after a lost answer included, share this. */
const TOTAL_BUDGET_MS = 30_000;

export interface AcceptedByVendor {
  readonly created: PaymentCreated;
  readonly provider: Provider;
  /** Why that provider. */
  readonly routing: StoredRouting;
  /** The one that was asked for, else the provider's own default. */
  readonly method: string | null;
}

/** What a vendor said, and who said it. */
type Taken = Pick<AcceptedByVendor, 'created' | 'provider'>;

/** Walks a payment down its chain of providers; goes on only when the one before surely has nothing. */
@Injectable()
export class PaymentAttempts {
  constructor(
    private readonly ports: ProviderPorts,
    private readonly router: FeatureRouter,
    private readonly rows: PaymentCreateRepository,
    private readonly clock: Clock,
    private readonly numbers: PaymentNumbers,
    private readonly tokens: SpentTokens,
  ) {}

  /** @throws VendorError of the last attempt; `ambiguous` when the outcome is unknown */
  create(payment: PaymentRow, body: CreatePayment, route: PaymentRoute): Promise<AcceptedByVendor> {
    let { routing } = route;
    let failed: FailedAttempt | undefined;
    return this.router.run(
      {
        chain: route.chain,
        featureKey: route.featureKey ?? undefined,
        reference: payment.id,
        budgetMs: TOTAL_BUDGET_MS,
      },
      async (provider, attempt) => {
        const method = methodAt(provider, body);
        if (failed) {
          routing = afterFailure(routing, failed, {
            providerId: provider.id,
            at: this.clock.now(),
          });
          if (!(await this.rows.moveTo(payment.id, routing, method))) throw overtaken();
        }
        try {
          const request = await this.numbers.createRequest(payment, body, provider);
          const spending = { provider, paymentId: payment.id, token: body.token };
          const taken = await this.tokens.during(spending, () =>
            this.attempt(payment, request, { provider, attempt }),
          );
          return { ...taken, routing, method };
        } catch (error) {
          if (error instanceof VendorError) failed = { providerId: provider.id, kind: error.kind };
          throw error;
        }
      },
    );
  }

  private async attempt(
    payment: PaymentRow,
    request: CreatePaymentRequest,
    { provider, attempt }: { readonly provider: Provider; readonly attempt: number },
  ): Promise<Taken> {
    const port = this.ports.get(paymentCategory, provider);
    try {
      return { created: await port.create(request), provider };
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
  ): Promise<Taken> {
    const left = { number: at.attempt, providerId: at.provider.id, message: error.message };
    if (!mayHaveActed(error)) {
      await this.rows.leaveBehind(at.payment.id, { ...left, outcome: 'refused', kind: error.kind });
      throw error;
    }
    const lost = await findLostCreate(at.port, at.request, { refs: refsIn(error) });
    if (lost.outcome === 'found') return { created: lost.created, provider: at.provider };
    // A vendor that refused a duplicate, or agreed to something, and denies it afterwards is not believed.
    const isAbsent =
      lost.outcome === 'absent' && (error.kind === 'ambiguous' || isUnreadable(error));
    await this.rows.leaveBehind(at.payment.id, {
      ...left,
      outcome: isAbsent ? 'refused' : 'unknown',
      kind: error.kind,
      // A request that was cut may still be on its way.
      lookAgainMs: FIRST_LOOK_MS,
    });
    if (!isAbsent) throw unknown(error);
    throw error.kind === 'ambiguous' ? absent(at.provider, error) : error;
  }
}

/** Which method a provider will be paid by; null on a page where the guest chooses. */
export function methodAt(provider: Provider, { method }: CreatePayment): string | null {
  return method ?? provider.connector.default_method ?? null;
}

function absent(provider: Provider, cause: VendorError): VendorError {
  return new VendorError(
    'unavailable',
    `${provider.name} lost the connection and has no such payment.`,
    { cause },
  );
}

/** Stops the chain, whatever kind of error it was: somebody may be paying already. */
function unknown(cause: VendorError): VendorError {
  return cause.kind === 'ambiguous'
    ? cause
    : new VendorError('ambiguous', cause.message, { cause });
}

function overtaken(): VendorError {
  return new VendorError('ambiguous', 'The provider before has the payment after all.');
}
