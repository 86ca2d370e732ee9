import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Page } from '#core/paging/page.js';
import { CurrentActor, CurrentPrincipal } from '../current-principal.decorator.js';
import type { Actor, Principal } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type ChangeProperty,
  changePropertySchema,
  type CreateProperty,
  createPropertySchema,
  type ListProperties,
  listPropertiesSchema,
  type PropertyAnswer,
  type PropertyId,
  propertyIdSchema,
  propertyPageSchema,
  propertySchema,
} from './properties.schemas.js';
import { PropertiesService } from './properties.service.js';

@ApiTags('access')
@Controller('api/v1/properties')
@RequireScope('providers:read')
export class PropertiesController {
  constructor(private readonly properties: PropertiesService) {}

  @Post()
  @RequireScope('admin')
  @ApiCreatedResponse({ standardSchema: propertySchema })
  create(
    @Body({ schema: createPropertySchema }) body: CreateProperty,
    @CurrentActor() actor: Actor,
  ): Promise<PropertyAnswer> {
    return this.properties.create(body, actor);
  }

  @Get()
  @ApiOkResponse({ standardSchema: propertyPageSchema })
  list(
    @Query({ schema: listPropertiesSchema }) query: ListProperties,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<PropertyAnswer>> {
    return this.properties.list(query, principal);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: propertySchema })
  get(
    @Param({ schema: propertyIdSchema }) { id }: PropertyId,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PropertyAnswer> {
    return this.properties.get(id, principal);
  }

  /** Renames a property or moves it to another time zone. */
  @Patch(':id')
  @RequireScope('admin')
  @ApiOkResponse({ standardSchema: propertySchema })
  change(
    @Param({ schema: propertyIdSchema }) { id }: PropertyId,
    @Body({ schema: changePropertySchema }) body: ChangeProperty,
    @CurrentActor() actor: Actor,
  ): Promise<PropertyAnswer> {
    return this.properties.change(id, body, actor);
  }
}
