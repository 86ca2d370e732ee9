import { Body, Controller, HttpCode, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { type ProviderOrder, providerOrderSchema } from './provider-order.schemas.js';
import { ProviderOrders } from './provider-orders.js';

@ApiTags('configure')
@Controller('api/v1/providers/order')
export class ProviderOrderController {
  constructor(private readonly orders: ProviderOrders) {}

  @Put()
  @HttpCode(204)
  @RequireScope('providers:write')
  save(
    @Body({ schema: providerOrderSchema }) body: ProviderOrder,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.orders.save(body.ids, actor);
  }
}
