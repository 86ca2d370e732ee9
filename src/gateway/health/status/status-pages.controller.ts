import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#access/current-principal.decorator.js';
import type { Actor } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type CreateStatusPage,
  createStatusPageSchema,
  type StatusPageAnswer,
  type StatusPageList,
  statusPageListSchema,
  statusPageParamSchema,
  statusPageSchema,
} from './status.schemas.js';
import { StatusPagesService } from './status-pages.service.js';

@ApiTags('configure')
@Controller('api/v1/status-pages')
@RequireScope('admin')
export class StatusPagesController {
  constructor(private readonly pages: StatusPagesService) {}

  @Get()
  @ApiOkResponse({ standardSchema: statusPageListSchema })
  list(@CurrentActor() actor: Actor): Promise<StatusPageList> {
    return this.pages.list(actor);
  }

  /** Makes a link to the status page, of one property or of all. */
  @Post()
  @ApiCreatedResponse({ standardSchema: statusPageSchema })
  create(
    @Body({ schema: createStatusPageSchema }) body: CreateStatusPage,
    @CurrentActor() actor: Actor,
  ): Promise<StatusPageAnswer> {
    return this.pages.create(body, actor);
  }

  /** Takes the link back. */
  @Delete(':id')
  @HttpCode(204)
  remove(
    @Param({ schema: statusPageParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.pages.remove(id, actor);
  }
}
