import { Injectable } from '@nestjs/common';
import { ExpressionError } from '#connectors/expressions/expression.error.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { renderClient } from '#connectors/operation/client.js';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { targetOf } from '#providers/connector-target.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { toPaymentAnswer } from './payment.mapper.js';
import type { PaymentRow } from './payment.rows.js';
import type { PaymentAnswer } from './payment.schemas.js';
import type { ProviderName } from './routing/routing.schemas.js';

/** Shows a payment to the PMS, with what the guest's browser needs where the connector has a say in that. */
@Injectable()
export class PaymentPresenter {
  constructor(
    private readonly config: Config,
    private readonly providers: ProviderRegistry,
    private readonly engine: ExpressionEngine,
    private readonly log: Log,
  ) {}

  async present(row: PaymentRow): Promise<PaymentAnswer> {
    const provider = this.providers.find(row.provider_id);
    const answer = toPaymentAnswer(row, (id) => this.nameOf(id), this.config);
    if (provider?.connector.client === undefined) return answer;
    const client = await this.tryClient(provider, row);
    return { ...answer, ...(client && { client }) };
  }

  private nameOf(id: string): ProviderName {
    const { slug = '', name = '' } = this.providers.find(id) ?? {};
    return { id, slug, name };
  }

  /** The payment exists at the vendor whatever the connector's `client` does: it must not hide that. */
  private async tryClient(
    provider: Provider,
    row: PaymentRow,
  ): Promise<Record<string, unknown> | undefined> {
    try {
      return await this.clientOf(provider, row);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.log.warn(
        { err: error, provider_id: provider.id },
        'a connector gives no client settings',
      );
      return undefined;
    }
  }

  private clientOf(provider: Provider, row: PaymentRow): Promise<Record<string, unknown>> {
    return renderClient(this.engine, targetOf(provider), {
      request: { reference: row.reference, method: row.method ?? undefined, action: row.action },
      refs: row.refs,
    });
  }
}
