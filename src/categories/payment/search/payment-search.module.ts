import { Module, type OnModuleInit } from '@nestjs/common';
import { SearchSources } from '#core/search/search-source.js';
import { SearchSourcesModule } from '#core/search/search-sources.module.js';
import { PaymentSearch } from './payment-search.js';
import { PaymentSearchRepository } from './payment-search.repository.js';
import { RefundSearch } from './refund-search.js';

/** What the search field finds of this category. */
@Module({
  imports: [SearchSourcesModule],
  providers: [PaymentSearch, PaymentSearchRepository, RefundSearch],
})
export class PaymentSearchModule implements OnModuleInit {
  constructor(
    private readonly sources: SearchSources,
    private readonly payments: PaymentSearch,
    private readonly refunds: RefundSearch,
  ) {}

  onModuleInit(): void {
    this.sources.register(this.payments);
    this.sources.register(this.refunds);
  }
}
