import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { Idempotency } from '#core/idempotency/idempotency.js';
import type { Page } from '#core/paging/page.js';
import { IDEMPOTENCY_HEADER } from '../idempotency-header.js';
import {
  type CancelSubscription,
  cancelSubscriptionSchema,
  type CreateSubscription,
  createSubscriptionSchema,
  type GetSubscription,
  getSubscriptionSchema,
  type ListSubscriptions,
  listSubscriptionsSchema,
  type SubscriptionAnswer,
  subscriptionAnswerSchema,
  type SubscriptionEventAnswer,
  subscriptionEventPageSchema,
  subscriptionPageSchema,
  subscriptionParamSchema,
} from './subscription.schemas.js';
import { SubscriptionOpening } from './subscription-opening.js';
import { SubscriptionsService } from './subscriptions.service.js';

@ApiTags('payments')
@Controller('api/v1/payments/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly opening: SubscriptionOpening,
    private readonly subscriptions: SubscriptionsService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @RequireScope('payments:write')
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiCreatedResponse({ standardSchema: subscriptionAnswerSchema })
  @ApiAcceptedResponse({
    standardSchema: subscriptionAnswerSchema,
    description: 'The vendor may or may not have the subscription yet.',
  })
  async create(
    @Body({ schema: createSubscriptionSchema }) body: CreateSubscription,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const request = this.idempotency.request(`${principal.id}:subscriptions`, key, body);
    const answer = await this.opening.create(request, body, principal);
    void reply.status(answer.status);
    return answer.body;
  }

  @Get()
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: subscriptionPageSchema })
  list(
    @Query({ schema: listSubscriptionsSchema }) query: ListSubscriptions,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<SubscriptionAnswer>> {
    return this.subscriptions.list(query, principal);
  }

  @Get(':id')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: subscriptionAnswerSchema })
  get(
    @Param({ schema: subscriptionParamSchema }) { id }: { id: string },
    @Query({ schema: getSubscriptionSchema }) { refresh }: GetSubscription,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubscriptionAnswer> {
    return this.subscriptions.get(id, refresh, principal);
  }

  @Get(':id/events')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: subscriptionEventPageSchema })
  events(
    @Param({ schema: subscriptionParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<SubscriptionEventAnswer>> {
    return this.subscriptions.events(id, principal);
  }

  /** Now, or with `at_period_end` at the end of the period that is paid; repeating it changes nothing. */
  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: subscriptionAnswerSchema })
  cancel(
    @Param({ schema: subscriptionParamSchema }) { id }: { id: string },
    @Body({ schema: cancelSubscriptionSchema }) body: CancelSubscription,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SubscriptionAnswer> {
    return this.subscriptions.cancel(id, body.at_period_end, principal);
  }
}
