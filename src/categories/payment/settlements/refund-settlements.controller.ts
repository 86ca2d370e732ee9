import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { type RefundAnswer, refundAnswerSchema } from '../payment.schemas.js';
import {
  settledRefundParamSchema,
  type SettledRefundParam,
  type SettleRefund,
  settleRefundSchema,
} from './refund-settlement.schemas.js';
import { RefundSettlements } from './refund-settlements.service.js';

/** Refunds that `payment.refund_unanswered` tells of: a person asked the vendor and says what became of them. */
@ApiTags('payments')
@Controller('api/v1/payments')
export class RefundSettlementsController {
  constructor(private readonly settlements: RefundSettlements) {}

  @Post(':id/refunds/:refund_id/settle')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: refundAnswerSchema })
  settle(
    @Param({ schema: settledRefundParamSchema }) param: SettledRefundParam,
    @Body({ schema: settleRefundSchema }) body: SettleRefund,
    @CurrentActor() actor: Actor,
  ): Promise<RefundAnswer> {
    return this.settlements.settle(param, body, actor);
  }
}
