import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { Idempotency } from '#core/idempotency/idempotency.js';
import type { Page } from '#core/paging/page.js';
import { IDEMPOTENCY_HEADER } from './idempotency-header.js';
import { type ShownPayment, shownPaymentSchema } from './listing/payment-list.schemas.js';
import { normalizeBody } from './payment-body.js';
import { PaymentCreationService } from './payment-creation.service.js';
import {
  type CreatePayment,
  createPaymentSchema,
  type CreateRefund,
  createRefundSchema,
  type GetPayment,
  getPaymentSchema,
  type PaymentAnswer,
  paymentAnswerSchema,
  type PaymentEventAnswer,
  paymentEventPageSchema,
  paymentParamSchema,
  type RefundAnswer,
  refundAnswerSchema,
  refundPageSchema,
} from './payment.schemas.js';
import { PaymentsService } from './payments.service.js';
import { RefundsService } from './refunds.service.js';

@ApiTags('payments')
@Controller('api/v1/payments')
export class PaymentController {
  constructor(
    private readonly creation: PaymentCreationService,
    private readonly payments: PaymentsService,
    private readonly refunds: RefundsService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @RequireScope('payments:write')
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiCreatedResponse({ standardSchema: paymentAnswerSchema })
  @ApiAcceptedResponse({
    standardSchema: paymentAnswerSchema,
    description: 'The vendor may or may not have the payment yet.',
  })
  async create(
    @Body({ schema: createPaymentSchema }) body: CreatePayment,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const request = this.idempotency.request(`${principal.id}:payments`, key, body);
    const answer = await this.creation.create(request, normalizeBody(body), principal);
    void reply.status(answer.status);
    return answer.body;
  }

  @Get(':id')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: shownPaymentSchema })
  get(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @Query({ schema: getPaymentSchema }) { refresh }: GetPayment,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ShownPayment> {
    return this.payments.get(id, refresh, principal);
  }

  @Get(':id/events')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: paymentEventPageSchema })
  events(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PaymentEventAnswer>> {
    return this.payments.events(id, principal);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: paymentAnswerSchema })
  cancel(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<PaymentAnswer> {
    return this.payments.cancel(id, principal);
  }

  @Get(':id/refunds')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: refundPageSchema })
  async listRefunds(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RefundAnswer>> {
    return { items: await this.refunds.list(id, principal), next_cursor: null };
  }

  @Post(':id/refunds')
  @RequireScope('payments:write')
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiCreatedResponse({ standardSchema: refundAnswerSchema })
  @ApiAcceptedResponse({
    standardSchema: refundAnswerSchema,
    description:
      'Not known yet, or a payout task: the rail has no refunds, so a person transfers the money.',
  })
  async refund(
    @Param({ schema: paymentParamSchema }) { id }: { id: string },
    @Body({ schema: createRefundSchema }) body: CreateRefund,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const request = this.idempotency.request(`${actor.principal.id}:refunds:${id}`, key, body);
    const answer = await this.refunds.create(id, request, body, actor);
    void reply.status(answer.status);
    return answer.body;
  }
}
