import { Module } from '@nestjs/common';
import { GatewayModule } from '#gateway/gateway.module.js';
import { ProvidersModule } from '#providers/providers.module.js';
import { PaymentChains } from '../payment-chains.js';
import { MethodSettings } from './method-settings.js';
import { MethodSettingsRepository } from './method-settings.repository.js';
import { MethodSettingsService } from './method-settings.service.js';
import { PaymentMethodsController } from './payment-methods.controller.js';
import { PaymentMethodsService } from './payment-methods.service.js';

/** What guests can choose at a property, and what its owner lets them. */
@Module({
  imports: [GatewayModule, ProvidersModule],
  controllers: [PaymentMethodsController],
  providers: [
    MethodSettings,
    MethodSettingsRepository,
    MethodSettingsService,
    PaymentChains,
    PaymentMethodsService,
  ],
  exports: [MethodSettings, PaymentChains],
})
export class PaymentMethodsModule {}
