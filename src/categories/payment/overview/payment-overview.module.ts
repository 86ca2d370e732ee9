import { Module, type OnModuleInit } from '@nestjs/common';
import { OverviewSources } from '#core/overview/overview-sources.js';
import { OverviewSourcesModule } from '#core/overview/overview-sources.module.js';
import { PaymentOverview } from './payment-overview.js';

/** What the first page shows of this category. */
@Module({ imports: [OverviewSourcesModule], providers: [PaymentOverview] })
export class PaymentOverviewModule implements OnModuleInit {
  constructor(
    private readonly sources: OverviewSources,
    private readonly payments: PaymentOverview,
  ) {}

  onModuleInit(): void {
    this.sources.registerFigure(this.payments);
    this.sources.registerCosts(this.payments);
  }
}
