import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { MethodSettingsService } from './method-settings.service.js';
import {
  type GetMethodSettings,
  getMethodSettingsSchema,
  type ListPaymentMethods,
  listPaymentMethodsSchema,
  type MethodSettingsAnswer,
  methodSettingsAnswerSchema,
  type PaymentMethodList,
  paymentMethodListSchema,
  type PutMethodSettings,
  putMethodSettingsSchema,
} from './payment-methods.schemas.js';
import { PaymentMethodsService } from './payment-methods.service.js';

@ApiTags('payments')
@Controller('api/v1/payment-methods')
export class PaymentMethodsController {
  constructor(
    private readonly methods: PaymentMethodsService,
    private readonly settings: MethodSettingsService,
  ) {}

  @Get()
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: paymentMethodListSchema })
  list(
    @Query({ schema: listPaymentMethodsSchema }) query: ListPaymentMethods,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PaymentMethodList> {
    return this.methods.list(query, principal);
  }

  @Get('settings')
  @RequireScope('features:read')
  @ApiOkResponse({ standardSchema: methodSettingsAnswerSchema })
  getSettings(
    @Query({ schema: getMethodSettingsSchema }) query: GetMethodSettings,
    @CurrentPrincipal() principal: Principal,
  ): Promise<MethodSettingsAnswer> {
    return this.settings.get(query.property_id, principal);
  }

  @Put('settings')
  @RequireScope('features:write')
  @ApiOkResponse({ standardSchema: methodSettingsAnswerSchema })
  putSettings(
    @Body({ schema: putMethodSettingsSchema }) body: PutMethodSettings,
    @CurrentActor() actor: Actor,
  ): Promise<MethodSettingsAnswer> {
    return this.settings.put(body, actor);
  }
}
