import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#access/public.decorator.js';
import { httpStatusOf, Readiness, type ReadinessAnswer } from './readiness.js';

/** For load balancers and container health checks. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers; nothing else is looked at, so that a database outage restarts nobody. */
  @Get('live')
  @Public()
  live(): { status: 'healthy' } {
    return { status: 'healthy' };
  }

  @Get('ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessAnswer> {
    const answer = await this.readiness.look();
    void reply.status(httpStatusOf(answer));
    return answer;
  }
}
