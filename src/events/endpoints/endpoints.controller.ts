import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor, CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Actor, Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import type { Page } from '#core/paging/page.js';
import { DeliveryTests } from '../deliveries/delivery-tests.js';
import { type DeliveryDetail, deliveryDetailSchema } from '../deliveries/deliveries.schemas.js';
import { EndpointReader } from './endpoint-reader.js';
import {
  type CreateEndpoint,
  createEndpointSchema,
  type EndpointAnswer,
  endpointAnswerSchema,
  endpointPageSchema,
  endpointParamSchema,
  type EndpointWithSecret,
  endpointWithSecretSchema,
  type ListEndpoints,
  listEndpointsSchema,
  type RotateSecret,
  rotateSecretSchema,
  type TestEndpoint,
  testEndpointSchema,
  type UpdateEndpoint,
  updateEndpointSchema,
} from './endpoints.schemas.js';
import { EndpointsService } from './endpoints.service.js';

@ApiTags('webhooks out')
@Controller('api/v1/webhook-endpoints')
@RequireScope('webhooks:write')
export class EndpointsController {
  constructor(
    private readonly reader: EndpointReader,
    private readonly endpoints: EndpointsService,
    private readonly tests: DeliveryTests,
  ) {}

  @Post()
  @ApiCreatedResponse({ standardSchema: endpointWithSecretSchema })
  create(
    @Body({ schema: createEndpointSchema }) body: CreateEndpoint,
    @CurrentActor() actor: Actor,
  ): Promise<EndpointWithSecret> {
    return this.endpoints.create(body, actor);
  }

  @Get()
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: endpointPageSchema })
  list(
    @Query({ schema: listEndpointsSchema }) query: ListEndpoints,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<EndpointAnswer>> {
    return this.reader.list(query, principal);
  }

  @Get(':id')
  @RequireScope('webhooks:read')
  @ApiOkResponse({ standardSchema: endpointAnswerSchema })
  get(
    @Param({ schema: endpointParamSchema }) { id }: { id: string },
    @CurrentPrincipal() principal: Principal,
  ): Promise<EndpointAnswer> {
    return this.reader.get(id, principal);
  }

  /** `status: "enabled"` switches a disabled endpoint on again; what was parked meanwhile is replayed on demand. */
  @Patch(':id')
  @ApiOkResponse({ standardSchema: endpointAnswerSchema })
  update(
    @Param({ schema: endpointParamSchema }) { id }: { id: string },
    @Body({ schema: updateEndpointSchema }) body: UpdateEndpoint,
    @CurrentActor() actor: Actor,
  ): Promise<EndpointAnswer> {
    return this.endpoints.update(id, body, actor);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(
    @Param({ schema: endpointParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.endpoints.remove(id, actor);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: endpointWithSecretSchema })
  rotateSecret(
    @Param({ schema: endpointParamSchema }) { id }: { id: string },
    @Body({ schema: rotateSecretSchema }) body: RotateSecret,
    @CurrentActor() actor: Actor,
  ): Promise<EndpointWithSecret> {
    return this.endpoints.rotateSecret(id, body.overlap_hours, actor);
  }

  /** Sends a sample at once and answers with what the receiver said; a test is tried once. */
  @Post(':id/test')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: deliveryDetailSchema })
  test(
    @Param({ schema: endpointParamSchema }) { id }: { id: string },
    @Body({ schema: testEndpointSchema }) body: TestEndpoint,
    @CurrentActor() actor: Actor,
  ): Promise<DeliveryDetail> {
    return this.tests.run(id, body.event, actor);
  }
}
