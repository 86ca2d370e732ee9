import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { EndpointReader } from '../endpoints/endpoint-reader.js';
import { EventCatalogue } from './event-catalogue.js';
import { type EventTypePage, eventTypePageSchema } from './event-types.schemas.js';

@ApiTags('webhooks out')
@Controller('api/v1/event-types')
export class EventTypesController {
  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly endpoints: EndpointReader,
  ) {}

  /** The catalogue: every kind of event with the JSON Schema of its data, a sample and who hears of it. */
  @Get()
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: eventTypePageSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<EventTypePage> {
    const subscribersOf = await this.endpoints.subscribers(principal);
    const items = this.catalogue.list().map(({ schema, ...type }) => ({
      ...type,
      schema: z.toJSONSchema(schema, { io: 'input' }),
      subscribers: subscribersOf(type.event),
    }));
    return { items, next_cursor: null };
  }
}
