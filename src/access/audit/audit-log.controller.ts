import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Page } from '#core/paging/page.js';
import { CurrentPrincipal } from '../current-principal.decorator.js';
import type { Principal } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type AuditActors,
  auditActorsSchema,
  type AuditLogEntry,
  auditLogPageSchema,
  type ExportAuditLog,
  exportAuditLogSchema,
  type ListAuditLog,
  listAuditLogSchema,
} from './audit-log.schemas.js';
import { AuditLogService } from './audit-log.service.js';

@ApiTags('access')
@Controller('api/v1')
@RequireScope('audit:read')
export class AuditLogController {
  constructor(private readonly entries: AuditLogService) {}

  @Get('audit-log')
  @ApiOkResponse({ standardSchema: auditLogPageSchema })
  list(
    @Query({ schema: listAuditLogSchema }) query: ListAuditLog,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AuditLogEntry>> {
    return this.entries.list(query, principal);
  }

  @Get('audit-log.csv')
  @ApiOperation({ summary: 'The newest 10,000 of them as a file for spreadsheets' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async export(
    @Query({ schema: exportAuditLogSchema }) query: ExportAuditLog,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const csv = await this.entries.export(query, principal);
    return new StreamableFile(Buffer.from(csv), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="audit-log.csv"',
    });
  }

  /** Who is in it, to choose from. */
  @Get('audit-log/actors')
  @ApiOkResponse({ standardSchema: auditActorsSchema })
  actors(@CurrentPrincipal() principal: Principal): Promise<AuditActors> {
    return this.entries.actors(principal);
  }
}
