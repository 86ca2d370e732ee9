import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import { PayoutTasksService } from './payout-tasks.service.js';
import {
  type CancelPayout,
  cancelPayoutSchema,
  type CompletePayout,
  completePayoutSchema,
  type ListPayoutTasks,
  listPayoutTasksSchema,
  type PayoutTaskAnswer,
  payoutTaskAnswerSchema,
  payoutTaskPageSchema,
  payoutTaskParamSchema,
} from './payout-task.schemas.js';

/** A document of 2 MB as base64, and a little more. */
const BODY_LIMIT = 3 * 1024 * 1024;

@ApiTags('payout tasks')
@Controller('api/v1/payout-tasks')
export class PayoutTasksController {
  constructor(private readonly tasks: PayoutTasksService) {}

  @Get()
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: payoutTaskPageSchema })
  list(
    @Query({ schema: listPayoutTasksSchema }) query: ListPayoutTasks,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PayoutTaskAnswer>> {
    return this.tasks.list(query, principal);
  }

  @Get(':id')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: payoutTaskAnswerSchema })
  get(
    @Param({ schema: payoutTaskParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<PayoutTaskAnswer> {
    return this.tasks.get(id, principal);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: BODY_LIMIT })
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: payoutTaskAnswerSchema })
  complete(
    @Param({ schema: payoutTaskParamSchema }) { id }: { id: string },
    @Body({ schema: completePayoutSchema }) body: CompletePayout,
    @CurrentActor() actor: Actor,
  ): Promise<PayoutTaskAnswer> {
    return this.tasks.complete(id, body, actor);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireScope('payments:write')
  @ApiOkResponse({ standardSchema: payoutTaskAnswerSchema })
  cancel(
    @Param({ schema: payoutTaskParamSchema }) { id }: { id: string },
    @Body({ schema: cancelPayoutSchema }) body: CancelPayout,
    @CurrentActor() actor: Actor,
  ): Promise<PayoutTaskAnswer> {
    return this.tasks.cancel(id, body, actor);
  }

  /** What guests' bank accounts stand in: for keys that may pay. */
  @Get(':id/proof')
  @RequireScope('payments:write')
  @ApiProduces('application/pdf', 'image/png', 'image/jpeg')
  @ApiOkResponse({
    description: 'The document that was kept as proof.',
    schema: { type: 'string', format: 'binary' },
  })
  async proof(
    @Param({ schema: payoutTaskParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { filename, contentType, content } = await this.tasks.attachment(id, principal);
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store');
    return new StreamableFile(content, {
      type: contentType,
      disposition: `attachment; filename="proof"; filename*=UTF-8''${encodeURIComponent(filename)}`,
    });
  }
}
