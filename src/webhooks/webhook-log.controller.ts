import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import {
  type ListWebhookLogs,
  listWebhookLogsSchema,
  type ReplayedWebhookLogs,
  replayedWebhookLogsSchema,
  type ReplayWebhookLogs,
  replayWebhookLogsSchema,
  type WebhookLogAnswer,
  webhookLogAnswerSchema,
  webhookLogPageSchema,
  webhookLogParamSchema,
  type WebhookLogSummary,
} from './webhook-log.schemas.js';
import { WebhookLogService } from './webhook-log.service.js';
import { WebhookReplays } from './webhook-replays.js';

@ApiTags('webhooks in')
@Controller('api/v1/webhook-logs')
export class WebhookLogController {
  constructor(
    private readonly logs: WebhookLogService,
    private readonly replays: WebhookReplays,
  ) {}

  @Get()
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: webhookLogPageSchema })
  list(
    @Query({ schema: listWebhookLogsSchema }) query: ListWebhookLogs,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<WebhookLogSummary>> {
    return this.logs.list(query, principal);
  }

  /** Many at once: by their ids, or all that a filter means, newest first, some hundreds a call. */
  @Post('replay')
  @HttpCode(202)
  @RequireScope('webhooks:write')
  @ApiAcceptedResponse({ standardSchema: replayedWebhookLogsSchema })
  replayMany(
    @Body({ schema: replayWebhookLogsSchema }) body: ReplayWebhookLogs,
    @CurrentActor() actor: Actor,
  ): Promise<ReplayedWebhookLogs> {
    return this.replays.many(body, actor);
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
  @ApiAcceptedResponse({ standardSchema: webhookLogAnswerSchema })
  replay(
    @Param({ schema: webhookLogParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<WebhookLogAnswer> {
    return this.replays.one(id, actor);
  }
}
