import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Page } from '#core/paging/page.js';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type ApiKeyAnswer,
  type ApiKeyId,
  apiKeyIdSchema,
  apiKeyPageSchema,
  apiKeySchema,
  type CreateApiKey,
  createApiKeySchema,
  type ListApiKeys,
  listApiKeysSchema,
  type NewApiKeyAnswer,
  newApiKeySchema,
  type UpdateApiKey,
  updateApiKeySchema,
} from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('access')
@Controller('api/v1/api-keys')
@RequireScope('admin')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @ApiCreatedResponse({ standardSchema: newApiKeySchema })
  create(
    @Body({ schema: createApiKeySchema }) body: CreateApiKey,
    @CurrentActor() actor: Actor,
  ): Promise<NewApiKeyAnswer> {
    return this.keys.create(body, actor);
  }

  @Get()
  @ApiOkResponse({ standardSchema: apiKeyPageSchema })
  list(
    @Query({ schema: listApiKeysSchema }) query: ListApiKeys,
    @CurrentActor() actor: Actor,
  ): Promise<Page<ApiKeyAnswer>> {
    return this.keys.list(query, actor);
  }

  @Patch(':id')
  @ApiOkResponse({ standardSchema: apiKeySchema })
  update(
    @Param({ schema: apiKeyIdSchema }) { id }: ApiKeyId,
    @Body({ schema: updateApiKeySchema }) body: UpdateApiKey,
    @CurrentActor() actor: Actor,
  ): Promise<ApiKeyAnswer> {
    return this.keys.update(id, body, actor);
  }

  @Delete(':id')
  @HttpCode(204)
  revoke(
    @Param({ schema: apiKeyIdSchema }) { id }: ApiKeyId,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.keys.revoke(id, actor);
  }
}
