import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type SearchAnswer,
  searchAnswerSchema,
  type SearchQuery,
  searchQuerySchema,
} from './search.schemas.js';
import { SearchService } from './search.service.js';

@ApiTags('look')
@Controller('api/v1/search')
@RequireScope('logs:read')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  /** Finds payments, refunds, webhooks, providers and features; each kind needs its own scope as well. */
  @Get()
  @ApiOkResponse({ standardSchema: searchAnswerSchema })
  search(
    @Query({ schema: searchQuerySchema }) query: SearchQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<SearchAnswer> {
    return this.searches.search(query, principal);
  }
}
