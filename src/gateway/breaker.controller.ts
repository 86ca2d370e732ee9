import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { BreakerControl } from './breaker-control.js';

const paramSchema = z.strictObject({ id: z.uuid('expected the id of a provider') });
const forceSchema = z.strictObject({ state: z.enum(['open', 'closed']) });
const breakerAnswerSchema = z.object({
  provider_id: z.uuid(),
  state: z.string(),
  failures: z.number(),
  forced: z.boolean(),
  retry_at: z.iso.datetime().nullable(),
});
export type BreakerAnswer = z.infer<typeof breakerAnswerSchema>;

@ApiTags('configure')
@Controller('api/v1/providers/:id/breaker')
export class BreakerController {
  constructor(private readonly control: BreakerControl) {}

  @Post()
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: breakerAnswerSchema })
  force(
    @Param({ schema: paramSchema }) { id }: { id: string },
    @Body({ schema: forceSchema }) { state }: z.infer<typeof forceSchema>,
    @CurrentActor() actor: Actor,
  ): Promise<BreakerAnswer> {
    return this.control.force(id, state, actor);
  }
}
