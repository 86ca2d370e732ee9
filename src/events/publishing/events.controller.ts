import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type EventAnswer,
  eventAnswerSchema,
  eventPageSchema,
  eventParamSchema,
  type ListEvents,
  listEventsSchema,
  type PublishEvent,
  publishEventSchema,
} from './events.schemas.js';
import { EventsService } from './events.service.js';

@ApiTags('webhooks out')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /** Takes an event of the hotel and tells every endpoint that subscribed to it. */
  @Post()
  @HttpCode(202)
  @RequireScope('events:write')
  @ApiAcceptedResponse({ standardSchema: eventAnswerSchema })
  publish(
    @Body({ schema: publishEventSchema }) body: PublishEvent,
    @CurrentPrincipal() principal: Principal,
  ): Promise<EventAnswer> {
    return this.events.publish(body, principal);
  }

  @Get()
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: eventPageSchema })
  list(
    @Query({ schema: listEventsSchema }) query: ListEvents,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<EventAnswer>> {
    return this.events.list(query, principal);
  }

  @Get(':id')
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: eventAnswerSchema })
  get(
    @Param({ schema: eventParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<EventAnswer> {
    return this.events.get(id, principal);
  }
}
