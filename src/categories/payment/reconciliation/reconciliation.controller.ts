import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { type ReportFile, ReconciliationReports } from './reconciliation-report.service.js';
import { ReconciliationRuns } from './reconciliation-runs.service.js';
import {
  type ReportQuery,
  reportQuerySchema,
  reportSchema,
  type RunAnswer,
  runAnswerSchema,
  runParamSchema,
  type StartRun,
  startRunSchema,
} from './reconciliation.schemas.js';

@ApiTags('payments')
@Controller('api/v1/payments')
export class ReconciliationController {
  constructor(
    private readonly reports: ReconciliationReports,
    private readonly runs: ReconciliationRuns,
  ) {}

  @Get('reconciliation')
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'The books of one hotel day; as CSV by `format=csv` or Accept' })
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ standardSchema: reportSchema })
  async report(
    @Query({ schema: reportQuerySchema }) query: ReportQuery,
    @Headers('accept') accept: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return send(reply, await this.reports.answer(query, accept, principal));
  }

  @Get('reconciliation.csv')
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'The same as a file for spreadsheets' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async file(
    @Query({ schema: startRunSchema }) query: StartRun,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    return send(reply, await this.reports.csv(query, principal));
  }

  @Post('reconciliation')
  @HttpCode(202)
  @RequireScope('payments:write')
  @ApiOperation({ summary: 'Asks the vendors about every payment of the day, in the background' })
  @ApiAcceptedResponse({ standardSchema: runAnswerSchema })
  start(
    @Body({ schema: startRunSchema }) body: StartRun,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RunAnswer> {
    return this.runs.start(body, principal);
  }

  @Get('reconciliation/runs/:id')
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: runAnswerSchema })
  run(
    @Param({ schema: runParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<RunAnswer> {
    return this.runs.get(id, principal);
  }
}

function send(reply: FastifyReply, file: ReportFile): ReportFile['body'] {
  void reply.headers({
    'content-type': file.contentType,
    'content-disposition': file.disposition,
    vary: 'accept',
  });
  return file.body;
}
