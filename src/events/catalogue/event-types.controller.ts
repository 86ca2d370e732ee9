import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RequireScope } from '#access/require-scope.decorator.js';
import { pageSchema } from '#core/paging/page.js';
import { EventCatalogue } from './event-catalogue.js';

const eventTypeSchema = z.object({
  event: z.string(),
  description: z.object({ id: z.string(), en: z.string() }),
  /** JSON Schema of `data`. */
  schema: z.looseObject({}),
  sample: z.looseObject({}),
});
const eventTypePageSchema = pageSchema(eventTypeSchema);

@ApiTags('webhooks out')
@Controller('api/v1/event-types')
export class EventTypesController {
  constructor(private readonly catalogue: EventCatalogue) {}

  /** The catalogue: every kind of event with the JSON Schema of its data and a sample. */
  @Get()
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: eventTypePageSchema })
  list(): z.infer<typeof eventTypePageSchema> {
    const items = this.catalogue.list().map(({ schema, ...type }) => ({
      ...type,
      schema: z.toJSONSchema(schema, { io: 'input' }),
    }));
    return { items, next_cursor: null };
  }
}
