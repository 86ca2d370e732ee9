import { Body, Controller, Ip, Post, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../public.decorator.js';
import { SetupThrottleGuard } from './setup-throttle.guard.js';
import { type Setup, type SetupAnswer, setupAnswerSchema, setupSchema } from './setup.schemas.js';
import { SetupService } from './setup.service.js';

@ApiTags('access')
@Controller('api/v1/setup')
@Public()
@UseGuards(SetupThrottleGuard)
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Post()
  @ApiCreatedResponse({ standardSchema: setupAnswerSchema })
  complete(@Body({ schema: setupSchema }) body: Setup, @Ip() ip: string): Promise<SetupAnswer> {
    return this.setup.complete(body, ip);
  }
}
