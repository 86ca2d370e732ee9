import { Module, type OnModuleInit } from '@nestjs/common';
import { IdempotencyModule } from '#core/idempotency/idempotency.module.js';
import { EventCatalogue } from '#events/catalogue/event-catalogue.js';
import { EventsModule } from '#events/events.module.js';
import { GatewayModule } from '#gateway/gateway.module.js';
import { UsageModule } from '#gateway/usage/usage.module.js';
import { AlertsModule } from '#monitoring/alerts/alerts.module.js';
import { MonitoringModule } from '#monitoring/monitoring.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { WebhookHandlers } from '#webhooks/webhook-handlers.js';
import { WebhooksModule } from '#webhooks/webhooks.module.js';
import { DueLooks } from './due-looks.js';
import { PaymentCosts } from './fees/payment-costs.js';
import { PaymentGuestsModule } from './guests/guests.module.js';
import { BillPayments } from './inbound/bill-payments.js';
import { PaymentNumberRepository } from './inbound/payment-number.repository.js';
import { PaymentNumbers } from './inbound/payment-numbers.js';
import { PaymentQuestions } from './inbound/payment-questions.js';
import { lookingControllers, lookingProviders } from './looking.parts.js';
import { PaymentMethodsModule } from './methods/payment-methods.module.js';
import { moneyBackControllers, moneyBackProviders } from './money-back.parts.js';
import { PaymentOverviewModule } from './overview/payment-overview.module.js';
import { PaymentAcceptance } from './payment-acceptance.js';
import { PaymentAlerts } from './payment-alerts.js';
import { PaymentAnnouncer } from './payment-announcer.js';
import { PaymentAttempts } from './payment-attempts.js';
import { PAYMENT_EVENTS } from './payment-events.js';
import { PaymentCreateRepository } from './payment-create.repository.js';
import { PaymentCreationService } from './payment-creation.service.js';
import { PaymentObserver } from './payment-observer.js';
import { PaymentPresenter } from './payment-presenter.js';
import { PaymentBacklog } from './payment-backlog.js';
import { PaymentClosing } from './payment-closing.js';
import { PaymentConfirmation } from './payment-confirmation.js';
import { PaymentRemarks } from './payment-remarks.js';
import { EndedPaymentLooks } from './ended-payment-looks.js';
import { PaymentReconciler } from './payment-reconciler.js';
import { PaymentRouter } from './payment-route.js';
import { PaymentWorkers } from './payment-workers.js';
import { installedPaymentCategory } from './payment.category.js';
import { PaymentController } from './payment.controller.js';
import { PaymentRepository } from './payment.repository.js';
import { PaymentWebhooks } from './payment.webhooks.js';
import { PaymentsService } from './payments.service.js';
import { QrImageController } from './qr-image.controller.js';
import { RefundObserver } from './refund-observer.js';
import { RefundReconciler } from './refund-reconciler.js';
import { RefundRepository } from './refund.repository.js';
import { RefundVendors } from './refund-vendors.js';
import { RefundWebhooks } from './refund.webhooks.js';
import { RefundsService } from './refunds.service.js';
import {
  reconciliationControllers,
  reconciliationProviders,
} from './reconciliation/reconciliation.parts.js';
import { PaymentSearchModule } from './search/payment-search.module.js';
import { SilenceController } from './silence/silence.controller.js';
import { SilenceRepository } from './silence/silence.repository.js';
import { WebhookSilence } from './silence/webhook-silence.js';
import { PaymentEventsHandler } from './subscriptions/payment-events.handler.js';
import { SUBSCRIPTION_EVENTS } from './subscriptions/subscription-events.js';
import {
  subscriptionControllers,
  subscriptionProviders,
} from './subscriptions/subscriptions.parts.js';
import { SpentTokens } from './tokens/spent-tokens.js';
import { UnansweredPayments } from './unanswered-payments.js';
import { WebhookSubjects } from './webhook-subjects.js';

@Module({
  imports: [
    AlertsModule,
    ProvidersModule.forCategory(installedPaymentCategory),
    ProvidersModule,
    EventsModule,
    GatewayModule,
    UsageModule,
    IdempotencyModule,
    MonitoringModule,
    PaymentGuestsModule,
    PaymentMethodsModule,
    PaymentOverviewModule,
    PaymentSearchModule,
    WebhooksModule,
  ],
  controllers: [
    ...moneyBackControllers,
    ...lookingControllers,
    PaymentController,
    QrImageController,
    SilenceController,
    ...reconciliationControllers,
    ...subscriptionControllers,
  ],
  providers: [
    BillPayments,
    ...moneyBackProviders,
    ...lookingProviders,
    PaymentAcceptance,
    PaymentAlerts,
    PaymentAnnouncer,
    PaymentAttempts,
    PaymentBacklog,
    PaymentClosing,
    PaymentConfirmation,
    PaymentCosts,
    PaymentCreateRepository,
    PaymentCreationService,
    PaymentNumberRepository,
    PaymentNumbers,
    PaymentObserver,
    PaymentPresenter,
    PaymentQuestions,
    EndedPaymentLooks,
    PaymentReconciler,
    PaymentRemarks,
    PaymentRepository,
    PaymentRouter,
    PaymentsService,
    PaymentWebhooks,
    DueLooks,
    PaymentWorkers,
    RefundObserver,
    RefundReconciler,
    RefundRepository,
    RefundsService,
    RefundVendors,
    RefundWebhooks,
    SilenceRepository,
    SpentTokens,
    UnansweredPayments,
    WebhookSilence,
    WebhookSubjects,
    ...reconciliationProviders,
    ...subscriptionProviders,
  ],
  exports: [WebhookSilence],
})
export class PaymentModule implements OnModuleInit {
  constructor(
    private readonly handlers: WebhookHandlers,
    private readonly webhooks: PaymentEventsHandler,
    private readonly questions: PaymentQuestions,
    private readonly catalogue: EventCatalogue,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.webhooks);
    this.handlers.registerQuestions(this.questions);
    this.catalogue.register(PAYMENT_EVENTS);
    this.catalogue.register(SUBSCRIPTION_EVENTS);
  }
}
