import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type DeliveryAnswer,
  type DeliveryDetail,
  deliveryDetailSchema,
  deliveryPageSchema,
  deliveryParamSchema,
  type ListDeliveries,
  listDeliveriesSchema,
  type ReplayAnswer,
  replayAnswerSchema,
  type ReplayDeliveries,
  replayDeliveriesSchema,
  type Undelivered,
  undeliveredSchema,
} from './deliveries.schemas.js';
import { DeliveriesService } from './deliveries.service.js';

@ApiTags('webhooks out')
@Controller('api/v1/webhook-deliveries')
@RequireScope('webhooks:read')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get()
  @ApiOkResponse({ standardSchema: deliveryPageSchema })
  list(
    @Query({ schema: listDeliveriesSchema }) query: ListDeliveries,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<DeliveryAnswer>> {
    return this.deliveries.list(query, principal);
  }

  /** Many at once: by their ids, or all of an endpoint since a time. */
  @Post('replay')
  @HttpCode(202)
  @RequireScope('webhooks:write')
  @ApiAcceptedResponse({ standardSchema: replayAnswerSchema })
  replayMany(
    @Body({ schema: replayDeliveriesSchema }) body: ReplayDeliveries,
    @CurrentActor() actor: Actor,
  ): Promise<ReplayAnswer> {
    return this.deliveries.replayMany(body, actor);
  }

  /** What was given up and what waits for its endpoint, grouped by endpoint and reason. */
  @Get('undelivered')
  @ApiOkResponse({ standardSchema: undeliveredSchema })
  undelivered(@CurrentPrincipal() principal: Principal): Promise<Undelivered> {
    return this.deliveries.undelivered(principal);
  }

  /** With every attempt: what was sent and what was answered. */
  @Get(':id')
  @ApiOkResponse({ standardSchema: deliveryDetailSchema })
  get(
    @Param({ schema: deliveryParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<DeliveryDetail> {
    return this.deliveries.get(id, principal);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @RequireScope('webhooks:write')
  @ApiAcceptedResponse({ standardSchema: deliveryDetailSchema })
  replay(
    @Param({ schema: deliveryParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<DeliveryDetail> {
    return this.deliveries.replay(id, actor);
  }
}
