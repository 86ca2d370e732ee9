import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RequireScope } from '#access/require-scope.decorator.js';
import { pageSchema } from '#core/paging/page.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { categorySchema, type Preset, presetSchema } from './preset.schemas.js';

const listPresetsSchema = z.strictObject({
  category: categorySchema.optional(),
  search: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

const SUMMARY = {
  preset_id: true,
  version: true,
  display_name: true,
  vendor: true,
  category: true,
  api_format: true,
  description: true,
  supported_methods: true,
  capabilities: true,
  indonesia_friendly: true,
  confidence: true,
} as const;
/** Of a whole preset only these fields are shown, so unknown keys are dropped instead of refused. */
const presetSummarySchema = z.object(presetSchema.pick(SUMMARY).shape);
type PresetSummary = z.infer<typeof presetSummarySchema>;

@ApiTags('configure')
@Controller('api/v1/presets')
export class PresetController {
  constructor(private readonly catalogue: PresetCatalogue) {}

  @Get()
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: pageSchema(presetSummarySchema) })
  async list(
    @Query({ schema: listPresetsSchema }) query: z.infer<typeof listPresetsSchema>,
  ): Promise<{ items: PresetSummary[]; next_cursor: null }> {
    const presets = await this.catalogue.list(query.category);
    const items = presets.filter((preset) => matches(preset, query.search)).map(summaryOf);
    return { items, next_cursor: null };
  }

  @Get(':presetId')
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: presetSchema })
  get(@Param('presetId') presetId: string): Promise<Preset> {
    return this.catalogue.get(presetId);
  }
}

function matches(preset: Preset, search: string | undefined): boolean {
  if (search === undefined) return true;
  const haystack = `${preset.preset_id} ${preset.display_name} ${preset.vendor} ${preset.supported_methods.join(' ')}`;
  return haystack.toLowerCase().includes(search.toLowerCase());
}

function summaryOf(preset: Preset): PresetSummary {
  return presetSummarySchema.parse(preset);
}
