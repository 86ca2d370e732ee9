import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Page } from '#core/paging/page.js';
import { CurrentPrincipal } from '../current-principal.decorator.js';
import type { Principal } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type AuditLogEntry,
  auditLogPageSchema,
  type ListAuditLog,
  listAuditLogSchema,
} from './audit-log.schemas.js';
import { AuditLogService } from './audit-log.service.js';

@ApiTags('access')
@Controller('api/v1/audit-log')
@RequireScope('audit:read')
export class AuditLogController {
  constructor(private readonly entries: AuditLogService) {}

  @Get()
  @ApiOkResponse({ standardSchema: auditLogPageSchema })
  list(
    @Query({ schema: listAuditLogSchema }) query: ListAuditLog,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AuditLogEntry>> {
    return this.entries.list(query, principal);
  }
}
