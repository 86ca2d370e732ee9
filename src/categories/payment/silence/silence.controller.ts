import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '#access/current-principal.decorator.js';
import type { Principal } from '#access/principal.js';
import { RequireScope } from '#access/require-scope.decorator.js';
import { type SilenceList, silenceListSchema } from './silence.schemas.js';
import { WebhookSilence } from './webhook-silence.js';

@ApiTags('payments')
@Controller('api/v1/payments/silence')
export class SilenceController {
  constructor(private readonly silence: WebhookSilence) {}

  @Get()
  @RequireScope('payments:read')
  @ApiOperation({ summary: 'Vendors that should have sent a webhook by now' })
  @ApiOkResponse({ standardSchema: silenceListSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<SilenceList> {
    return { items: await this.silence.look(principal), next_cursor: null };
  }
}
