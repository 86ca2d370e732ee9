import { Controller, Get, Header, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '#access/public.decorator.js';
import { type StatusAnswer, statusAnswerSchema, statusQuerySchema } from './status.schemas.js';
import { StatusService } from './status.service.js';

@ApiTags('look')
@Controller('api/v1/status')
export class StatusController {
  constructor(private readonly status: StatusService) {}

  /** For the front desk, without a login: which kinds of integration work, by the key in the link of a status page. */
  @Get()
  @Public()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ standardSchema: statusAnswerSchema })
  read(
    @Query({ schema: statusQuerySchema }) { key }: { key: string },
    @Req() request: FastifyRequest,
  ): Promise<StatusAnswer> {
    return this.status.read(key, request.ip);
  }
}
