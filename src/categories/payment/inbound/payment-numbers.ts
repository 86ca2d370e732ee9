import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { type NumberPlan, numberPlanOf } from '#connectors/number-plan.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { targetOf } from '#providers/connector-target.js';
import type { Provider } from '#providers/provider.types.js';
import type { CreatePaymentRequest } from '../payment.port.js';
import { toCreateRequest } from '../payment-request.js';
import type { PaymentRow } from '../payment.rows.js';
import { PaymentNumberRepository } from './payment-number.repository.js';

/** Chances to meet a free number; with less than half of them taken, twenty in a row are taken once in a million. */
const TRIES = 20;

/** Numbers by which a vendor asks us about payments: no two open payments of one scope have the same. */
@Injectable()
export class PaymentNumbers {
  constructor(
    private readonly engine: ExpressionEngine,
    private readonly numbers: PaymentNumberRepository,
  ) {}

  /**
   * What the provider is asked for, with the payment's number where the connector wants one: the same for every try.
   *
   * @throws VendorError `unavailable` when (nearly) all numbers are taken
   */
  async createRequest(
    payment: PaymentRow,
    chosen: Parameters<typeof toCreateRequest>[1],
    provider: Provider,
  ): Promise<CreatePaymentRequest> {
    const request = toCreateRequest(payment, chosen);
    const plan = await numberPlanOf(this.engine, targetOf(provider));
    if (!plan) return request;
    return { ...request, number: await this.numberFor(payment.id, plan, provider) };
  }

  /** The payment that has the number at this provider. */
  async find(provider: Provider, number: string): Promise<PaymentRow | undefined> {
    const plan = await numberPlanOf(this.engine, targetOf(provider));
    return plan && this.numbers.findPayment(plan.scope, number);
  }

  private async numberFor(
    paymentId: string,
    { scope, length }: NumberPlan,
    provider: Provider,
  ): Promise<string> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const known = await this.numbers.findOf(paymentId, scope);
      if (known !== undefined) return known;
      const claim = { paymentId, scope, number: randomDigits(length) };
      if (await this.numbers.claim(claim)) return claim.number;
      if (await this.numbers.takeOver(claim)) return claim.number;
    }
    throw new VendorError(
      'unavailable',
      `${provider.name} has no free numbers left; give its numbers more digits in its settings.`,
    );
  }
}

/** Without a zero in front, which some would take off as from an amount. */
function randomDigits(length: number): string {
  const rest = Array.from({ length: length - 1 }, () => randomInt(10));
  return [randomInt(1, 10), ...rest].join('');
}
