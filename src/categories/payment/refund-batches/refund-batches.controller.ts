import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { Idempotency } from '#core/idempotency/idempotency.js';
import type { Page } from '#core/paging/page.js';
import { IDEMPOTENCY_HEADER } from '../idempotency-header.js';
import {
  type BatchItemAnswer,
  batchItemPageSchema,
  type CreateRefundBatch,
  createRefundBatchSchema,
  type ListBatchItems,
  listBatchItemsSchema,
  type ListRefundBatches,
  listRefundBatchesSchema,
  type RefundBatchAnswer,
  refundBatchAnswerSchema,
  refundBatchPageSchema,
  refundBatchParamSchema,
} from './refund-batch.schemas.js';
import { RefundBatchesService } from './refund-batches.service.js';

@ApiTags('refund batches')
@Controller('api/v1/refund-batches')
export class RefundBatchesController {
  constructor(
    private readonly batches: RefundBatchesService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @RequireScope('payments:write')
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiAcceptedResponse({ standardSchema: refundBatchAnswerSchema })
  async create(
    @Body({ schema: createRefundBatchSchema }) body: CreateRefundBatch,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const request = this.idempotency.request(`${actor.principal.id}:refund-batches`, key, body);
    const answer = await this.batches.create(request, body, actor);
    void reply.status(answer.status);
    return answer.body;
  }

  @Get()
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: refundBatchPageSchema })
  list(
    @Query({ schema: listRefundBatchesSchema }) query: ListRefundBatches,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RefundBatchAnswer>> {
    return this.batches.list(query, principal);
  }

  @Get(':id')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: refundBatchAnswerSchema })
  get(
    @Param({ schema: refundBatchParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<RefundBatchAnswer> {
    return this.batches.get(id, principal);
  }

  @Get(':id/items')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: batchItemPageSchema })
  items(
    @Param({ schema: refundBatchParamSchema }) { id }: { id: string },
    @Query({ schema: listBatchItemsSchema }) query: ListBatchItems,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<BatchItemAnswer>> {
    return this.batches.items(id, query, principal);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: refundBatchAnswerSchema })
  cancel(
    @Param({ schema: refundBatchParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<RefundBatchAnswer> {
    return this.batches.cancel(id, actor);
  }
}
