import { Injectable } from '@nestjs/common';
import { ApiKeysRepository } from '#access/api-keys/api-keys.repository.js';
import { Database } from '#core/database/database.js';
import { FeaturesService } from '../features/features.service.js';
import type { OverviewAnswer } from './overview.schemas.js';
import { OverviewFigures } from './overview-figures.js';
import { ConnectedCategories } from './connected-categories.js';

/** What a new hub has and what it still lacks. */
@Injectable()
export class FirstSteps {
  constructor(
    private readonly categories: ConnectedCategories,
    private readonly features: FeaturesService,
    private readonly figures: OverviewFigures,
    private readonly apiKeys: ApiKeysRepository,
    private readonly database: Database,
  ) {}

  async read(propertyId: string | null): Promise<OverviewAnswer['first_steps']> {
    const [hasWebhooks, hasPayments, hasUsedApiKey] = await Promise.all([
      this.figures.hasAny('webhooks', propertyId),
      this.figures.hasAny('payments', propertyId),
      this.apiKeys.isAnyUsed(this.database),
    ]);
    return {
      installed: this.categories.installed(),
      connected: this.categories.connected(propertyId),
      has_features: this.features.listFor(propertyId).some(({ chain }) => chain.length > 0),
      has_webhooks: hasWebhooks,
      has_payments: hasPayments,
      has_used_api_key: hasUsedApiKey,
    };
  }
}
