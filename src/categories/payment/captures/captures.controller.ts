import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { Idempotency } from '#core/idempotency/idempotency.js';
import { IDEMPOTENCY_HEADER } from '../idempotency-header.js';
import { type PaymentAnswer, paymentAnswerSchema, paymentParamSchema } from '../payment.schemas.js';
import { PaymentsService } from '../payments.service.js';
import { type CreateCapture, createCaptureSchema } from './capture.schemas.js';
import { CapturesService } from './captures.service.js';

/** Money that is held: taken, or set free. */
@ApiTags('payments')
@Controller('api/v1/payments')
export class CapturesController {
  constructor(
    private readonly captures: CapturesService,
    private readonly payments: PaymentsService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post(':id/capture')
  @RequireScope('payments:write')
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiOkResponse({ standardSchema: paymentAnswerSchema })
  @ApiAcceptedResponse({
    standardSchema: paymentAnswerSchema,
    description: 'The vendor may or may not have taken the money yet.',
  })
  async capture(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @Body({ schema: createCaptureSchema }) body: CreateCapture,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const request = this.idempotency.request(`${actor.principal.id}:captures:${id}`, key, body);
    const answer = await this.captures.capture(id, request, body, actor);
    void reply.status(answer.status);
    return answer.body;
  }

  /** The same as cancelling. */
  @Post(':id/void')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: paymentAnswerSchema })
  void(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<PaymentAnswer> {
    return this.payments.cancel(id, principal);
  }
}
