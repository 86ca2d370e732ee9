import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { type PaymentAnswer, paymentAnswerSchema, paymentParamSchema } from '../payment.schemas.js';
import {
  type DecideLate,
  decideLateSchema,
  type LateSummary,
  lateSummarySchema,
} from './late-payment.schemas.js';
import { LatePaymentsService } from './late-payments.service.js';

/** `GET /api/v1/payments?late_decision=undecided` lists them. */
@ApiTags('payments')
@Controller('api/v1')
export class LatePaymentsController {
  constructor(private readonly late: LatePaymentsService) {}

  @Get('late-payments/summary')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: lateSummarySchema })
  summary(@CurrentPrincipal() principal: Principal): Promise<LateSummary> {
    return this.late.summary(principal);
  }

  @Post('payments/:id/decision')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: paymentAnswerSchema })
  decide(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @Body({ schema: decideLateSchema }) body: DecideLate,
    @CurrentActor() actor: Actor,
  ): Promise<PaymentAnswer> {
    return this.late.decide(id, body, actor);
  }
}
