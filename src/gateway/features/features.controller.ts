import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import {
  type FeatureAnswer,
  featureAnswerSchema,
  featureListSchema,
  featureParamSchema,
  type ListedFeature,
  type ListFeatures,
  listFeaturesSchema,
  type PutFeature,
  putFeatureSchema,
} from './feature.schemas.js';
import { FeatureList } from './feature-list.js';
import { FeaturesService } from './features.service.js';

@ApiTags('configure')
@Controller('api/v1/features')
export class FeaturesController {
  constructor(
    private readonly features: FeaturesService,
    private readonly lists: FeatureList,
  ) {}

  @Get()
  @RequireScope('features:read')
  @ApiOkResponse({ standardSchema: featureListSchema })
  async list(
    @Query({ schema: listFeaturesSchema }) query: ListFeatures,
    @CurrentPrincipal() principal: Principal,
  ): Promise<{ items: ListedFeature[]; next_cursor: null }> {
    return { items: await this.lists.list(principal, query), next_cursor: null };
  }

  @Put(':featureKey')
  @RequireScope('features:write')
  @ApiOkResponse({ standardSchema: featureAnswerSchema })
  put(
    @Param({ schema: featureParamSchema }) params: { featureKey: string },
    @Body({ schema: putFeatureSchema }) body: PutFeature,
    @CurrentActor() actor: Actor,
  ): Promise<FeatureAnswer> {
    return this.features.put(params.featureKey, body, actor);
  }
}
