import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import { PaymentExports } from './payment-exports.service.js';
import {
  type FilterPayments,
  filterPaymentsSchema,
  type ListedPayment,
  listedPaymentPageSchema,
  type ListPayments,
  listPaymentsSchema,
  type PaymentTotals,
  paymentTotalsSchema,
} from './payment-list.schemas.js';
import { PaymentListService } from './payment-list.service.js';

@ApiTags('payments')
@Controller('api/v1/payments')
export class PaymentListController {
  constructor(
    private readonly payments: PaymentListService,
    private readonly exports: PaymentExports,
  ) {}

  @Get()
  @RequireScope('payments:read')
  @ApiOkResponse({ standardSchema: listedPaymentPageSchema })
  list(
    @Query({ schema: listPaymentsSchema }) query: ListPayments,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ListedPayment>> {
    return this.payments.list(query, principal);
  }

  @Get('totals')
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'How many payments a filter finds, and their sums by currency' })
  @ApiOkResponse({ standardSchema: paymentTotalsSchema })
  totals(
    @Query({ schema: filterPaymentsSchema }) query: FilterPayments,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PaymentTotals> {
    return this.payments.totals(query, principal);
  }

  @Get('export')
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'The filtered list as a file for spreadsheets' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async export(
    @Query({ schema: filterPaymentsSchema }) query: FilterPayments,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { name, lines } = await this.exports.open(query, principal);
    void reply.header('cache-control', 'private, no-store');
    return new StreamableFile(lines, {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${name}"`,
    });
  }
}
