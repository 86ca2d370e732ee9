import { Module, type OnModuleInit } from '@nestjs/common';
import { PersonalDataSources } from '#core/privacy/personal-data-source.js';
import { PayoutDestinations } from '../payouts/payout-destination.js';
import { GuestDetailsRepository } from './guest-details.repository.js';
import { GuestPaymentsRepository } from './guest-payments.repository.js';
import { PaymentGuests } from './payment-guests.js';
import { SubscriptionGuests } from './subscription-guests.js';

/** What this category keeps about guests. */
@Module({
  providers: [
    GuestDetailsRepository,
    GuestPaymentsRepository,
    PaymentGuests,
    PayoutDestinations,
    SubscriptionGuests,
  ],
})
export class PaymentGuestsModule implements OnModuleInit {
  constructor(
    private readonly sources: PersonalDataSources,
    private readonly payments: PaymentGuests,
    private readonly subscriptions: SubscriptionGuests,
  ) {}

  onModuleInit(): void {
    this.sources.register(this.payments);
    this.sources.register(this.subscriptions);
  }
}
