/**
 * What payments have cost, for the use of providers: fees are taken when a guest has paid, and are kept when the money goes
 * back. The fee that was known when the payment was routed counts; where none was, today's fee table says it.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import type { UsagePeriod } from '#gateway/usage/usage-period.js';
import { type CostRow, type UsageSource, UsageSources } from '#gateway/usage/usage-sources.js';
import type { Provider } from '#providers/provider.types.js';
import { feeOfProvider } from './provider-fee.js';

interface RoutedRow {
  readonly provider_id: string;
  readonly currency: string;
  readonly fee: number;
}

/** Payments alike: the same fee for each of them. */
interface UnroutedRow {
  readonly provider_id: string;
  readonly currency: string;
  readonly method: string | null;
  readonly amount: number;
  readonly payments: number;
}

/** The fee is for the payment as a whole, so it stands beside the operation that makes one. */
const OPERATION = 'create';

/** Plan: `payments_paid`, the month's payments once. */
const PAID = `FROM payments WHERE paid_at >= $1 AND paid_at < $2 AND provider_id = ANY ($3::uuid[])
  AND (routing ->> 'fee' IS NOT NULL AND routing ->> 'provider_id' = provider_id::text)`;

@Injectable()
export class PaymentCosts implements UsageSource, OnModuleInit {
  readonly integrationType = 'payment';
  readonly newWork = ['create', 'subscribe'];

  constructor(
    private readonly database: Database,
    private readonly sources: UsageSources,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async costs(period: UsagePeriod, providers: readonly Provider[]): Promise<CostRow[]> {
    const params = [period.from, period.to, providers.map(({ id }) => id)];
    const [routed, unrouted] = await Promise.all([
      this.database.query<RoutedRow>(
        `SELECT provider_id, currency, sum((routing ->> 'fee')::bigint)::bigint AS fee ${PAID} IS TRUE GROUP BY 1, 2`,
        params,
      ),
      this.database.query<UnroutedRow>(
        `SELECT provider_id, currency, method, amount, count(*)::bigint AS payments ${PAID} IS NOT TRUE
         GROUP BY 1, 2, 3, 4`,
        params,
      ),
    ]);
    const byId = new Map(providers.map((provider) => [provider.id, provider]));
    return [
      ...routed.map((row) => costRow(row, { amount: row.fee, unpriced: 0 })),
      ...unrouted.map((row) => costRow(row, priced(row, byId.get(row.provider_id)))),
    ];
  }
}

function priced(
  row: UnroutedRow,
  provider: Provider | undefined,
): Pick<CostRow, 'amount' | 'unpriced'> {
  const method = row.method ?? undefined;
  const fee = provider && feeOfProvider(provider, { ...row, method });
  if (fee === null || fee === undefined) return { amount: 0, unpriced: row.payments };
  return { amount: fee * row.payments, unpriced: 0 };
}

function costRow(
  row: { readonly provider_id: string; readonly currency: string },
  cost: Pick<CostRow, 'amount' | 'unpriced'>,
): CostRow {
  return {
    providerId: row.provider_id,
    operation: OPERATION,
    currency: row.currency,
    ...cost,
  };
}
