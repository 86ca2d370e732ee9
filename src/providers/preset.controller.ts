import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RequireScope } from '#access/require-scope.decorator.js';
import { InvalidInputError } from '#core/errors/app-error.js';
import { type Page, pageQueryShape, pageSchema } from '#core/paging/page.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { categorySchema, type Preset, presetSchema } from './preset.schemas.js';

const listPresetsSchema = z.strictObject({
  category: categorySchema.optional(),
  search: z.string().max(100).optional(),
  ...pageQueryShape,
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
  ): Promise<Page<PresetSummary>> {
    const presets = await this.catalogue.list(query.category);
    const found = presets.filter((preset) => matches(preset, query.search));
    return toPresetPage(found, query.limit, query.cursor);
  }

  @Get(':presetId')
  @RequireScope('providers:read')
  @ApiOkResponse({ standardSchema: presetSchema })
  get(@Param('presetId') presetId: string): Promise<Preset> {
    return this.catalogue.get(presetId);
  }
}

/** By name as they come; the cursor is the id of the last one shown. */
function toPresetPage(
  presets: readonly Preset[],
  limit: number,
  cursor: string | undefined,
): Page<PresetSummary> {
  const lastId = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  const last = presets.findIndex((preset) => preset.preset_id === lastId);
  if (lastId !== undefined && last < 0) {
    throw new InvalidInputError(
      'cursor',
      'cursor is not one of ours; take next_cursor of the page before.',
    );
  }
  const items = presets.slice(last + 1, last + 1 + limit).map(summaryOf);
  const hasMore = presets.length > last + 1 + limit;
  const next = hasMore ? items.at(-1)?.preset_id : undefined;
  return {
    items,
    next_cursor: next === undefined ? null : Buffer.from(next).toString('base64url'),
  };
}

function matches(preset: Preset, search: string | undefined): boolean {
  if (search === undefined) return true;
  const haystack = `${preset.preset_id} ${preset.display_name} ${preset.vendor} ${preset.supported_methods.join(' ')}`;
  return haystack.toLowerCase().includes(search.toLowerCase());
}

function summaryOf(preset: Preset): PresetSummary {
  return presetSummarySchema.parse(preset);
}
