import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type ListWebhookLogs,
  listWebhookLogsSchema,
  type WebhookLogAnswer,
  webhookLogAnswerSchema,
  webhookLogPageSchema,
  webhookLogParamSchema,
  type WebhookLogSummary,
} from './webhook-log.schemas.js';
import { WebhookLogService } from './webhook-log.service.js';

@ApiTags('webhooks in')
@Controller('api/v1/webhook-logs')
export class WebhookLogController {
  constructor(private readonly logs: WebhookLogService) {}

  @Get()
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: webhookLogPageSchema })
  list(
    @Query({ schema: listWebhookLogsSchema }) query: ListWebhookLogs,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<WebhookLogSummary>> {
    return this.logs.list(query, principal);
  }

  @Get(':id')
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: webhookLogAnswerSchema })
  get(
    @Param({ schema: webhookLogParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<WebhookLogAnswer> {
    return this.logs.get(id, principal);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @RequireScope('webhooks:write')
  replay(
    @Param({ schema: webhookLogParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<WebhookLogAnswer> {
    return this.logs.replay(id, actor);
  }
}
