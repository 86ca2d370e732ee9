import { Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { paymentParamSchema } from '../payment.schemas.js';
import { type RevealedGuest, revealedGuestSchema } from './guest-reveal.schemas.js';
import { GuestReveals } from './guest-reveals.service.js';

@ApiTags('payments')
@Controller('api/v1/payments')
export class GuestRevealsController {
  constructor(private readonly reveals: GuestReveals) {}

  /** A POST, because each look is written down. */
  @Post(':id/guest')
  @HttpCode(200)
  @Header('cache-control', 'private, no-store')
  @RequireScope('guests:read')
  @ApiOperation({ summary: 'The guest of a payment in clear; who asked stands in the audit log' })
  @ApiOkResponse({ standardSchema: revealedGuestSchema })
  reveal(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<RevealedGuest> {
    return this.reveals.reveal(id, actor);
  }
}
