import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { paymentParamSchema } from '../payment.schemas.js';
import { type Timeline, timelineSchema } from './payment-timeline.schemas.js';
import { PaymentTimelines } from './payment-timeline.service.js';

@ApiTags('payments')
@Controller('api/v1/payments')
export class PaymentTimelineController {
  constructor(private readonly timelines: PaymentTimelines) {}

  @Get(':id/timeline')
  @RequireScope('payments:read')
  @ApiOperation({
    summary: 'Events, calls to vendors and webhooks of one payment, newest first, guests masked',
  })
  @ApiOkResponse({ standardSchema: timelineSchema })
  of(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<Timeline> {
    return this.timelines.of(id, principal);
  }
}
