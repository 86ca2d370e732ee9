import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import { ConnectionTestService } from './connection-test.service.js';
import {
  type CreateProvider,
  createProviderSchema,
  idParamSchema,
  type ListProviders,
  listProvidersSchema,
  type ProviderAnswer,
  providerAnswerSchema,
  type ProviderConnector,
  providerConnectorSchema,
  providerPageSchema,
  type TestAnswer,
  testAnswerSchema,
  type UpdateProvider,
  updateProviderSchema,
} from './provider.schemas.js';
import { ProvidersService } from './providers.service.js';

@ApiTags('configure')
@Controller('api/v1/providers')
export class ProviderController {
  constructor(
    private readonly providers: ProvidersService,
    private readonly tests: ConnectionTestService,
  ) {}

  @Post()
  @RequireScope('providers:write')
  @ApiCreatedResponse({ standardSchema: providerAnswerSchema })
  create(
    @Body({ schema: createProviderSchema }) body: CreateProvider,
    @CurrentActor() actor: Actor,
  ): Promise<ProviderAnswer> {
    return this.providers.create(body, actor);
  }

  @Get()
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: providerPageSchema })
  list(
    @Query({ schema: listProvidersSchema }) query: ListProviders,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ProviderAnswer>> {
    return this.providers.list(query, principal);
  }

  @Post('test')
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: testAnswerSchema })
  testUnsaved(@Body({ schema: createProviderSchema }) body: CreateProvider): Promise<TestAnswer> {
    return this.tests.testUnsaved(body);
  }

  @Get(':id')
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: providerAnswerSchema })
  get(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<ProviderAnswer> {
    return this.providers.get(id, principal);
  }

  @Get(':id/connector')
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: providerConnectorSchema })
  connector(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<ProviderConnector> {
    return this.providers.connector(id, principal);
  }

  @Patch(':id')
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: providerAnswerSchema })
  update(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @Body({ schema: updateProviderSchema }) body: UpdateProvider,
    @CurrentActor() actor: Actor,
  ): Promise<ProviderAnswer> {
    return this.providers.update(id, body, actor);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('providers:write')
  remove(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.providers.remove(id, actor);
  }

  @Post(':id/test')
  @HttpCode(200)
  @RequireScope('providers:write')
  @ApiOkResponse({ standardSchema: testAnswerSchema })
  test(
    @Param({ schema: idParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<TestAnswer> {
    return this.tests.testSaved(id, principal);
  }
}
