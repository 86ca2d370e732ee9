import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#access/public.decorator.js';
import { MetricsAccess } from './metrics-access.js';
import { Metrics } from './metrics.js';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly access: MetricsAccess,
  ) {}

  /** Figures of this process for Prometheus; with KUNCI_METRICS_TOKEN set they ask for that token. */
  @Get()
  @Public()
  @ApiProduces('text/plain')
  read(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    this.access.check(authorization);
    // Only now: a refusal is JSON.
    void reply.type(Metrics.contentType);
    return this.metrics.render();
  }
}
