import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';
import {
  type EraseGuest,
  eraseGuestSchema,
  type ErasureAnswer,
  erasureAnswerSchema,
  erasureParamSchema,
  type ExportGuest,
  exportGuestSchema,
} from './data-subjects.schemas.js';
import { DataSubjectsService } from './data-subjects.service.js';

@ApiTags('data protection')
@Controller('api/v1/data-subjects')
@RequireScope('admin')
export class DataSubjectsController {
  constructor(private readonly subjects: DataSubjectsService) {}

  /** Everything that is held about a guest, as one JSON document, sent while it is read. */
  @Post('export')
  @HttpCode(200)
  async export(
    @Body({ schema: exportGuestSchema }) body: ExportGuest,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    const pieces = await this.subjects.export(body, actor);
    return new StreamableFile(Readable.from(pieces, { objectMode: false }), {
      type: 'application/json; charset=utf-8',
      disposition: 'attachment; filename="guest-data.json"',
    });
  }

  /** Erases a guest's data, or with `preview` counts it; `status` tells whether it is done or goes on. */
  @Post('erase')
  @HttpCode(202)
  @ApiAcceptedResponse({ standardSchema: erasureAnswerSchema })
  erase(
    @Body({ schema: eraseGuestSchema }) body: EraseGuest,
    @CurrentActor() actor: Actor,
  ): Promise<ErasureAnswer> {
    return this.subjects.erase(body, actor);
  }

  @Get('requests/:id')
  @ApiOkResponse({ standardSchema: erasureAnswerSchema })
  get(
    @Param({ schema: erasureParamSchema }) { id }: { id: string },
    @CurrentActor() actor: Actor,
  ): Promise<ErasureAnswer> {
    return this.subjects.get(id, actor);
  }
}
