import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Database } from '#core/database/database.js';
import {
  settingFields,
  type SettingFields,
  settingFieldsSchema,
} from '#core/settings/setting-fields.js';
import {
  type Settings,
  type SettingsChange,
  settingsChangeSchema,
  settingsSchema,
} from '#core/settings/settings.schemas.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { AuditLog } from '../audit-log.js';
import { CurrentActor } from '../current-principal.decorator.js';
import type { Actor } from '../principal.js';
import { RequireScope } from '../require-scope.decorator.js';

@ApiTags('access')
@Controller('api/v1/settings')
@RequireScope('admin')
export class SettingsController {
  constructor(
    private readonly settings: SettingsService,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: settingsSchema })
  get(): Settings {
    return this.settings.current;
  }

  /** What can be set: defaults and ranges. */
  @Get('fields')
  @ApiOkResponse({ standardSchema: settingFieldsSchema })
  fields(): SettingFields {
    return { items: settingFields() };
  }

  /** Changes some settings; what is left out stays, `null` brings the default back. */
  @Patch()
  @ApiOkResponse({ standardSchema: settingsSchema })
  async change(
    @Body({ schema: settingsChangeSchema }) body: SettingsChange,
    @CurrentActor() actor: Actor,
  ): Promise<Settings> {
    const before = this.settings.current;
    const after = await this.database.transaction(async (tx) => {
      const changed = await this.settings.change(tx, body);
      await this.audit.record(tx, {
        ...actor,
        action: 'settings.updated',
        subject: { type: 'settings', id: 'hub' },
        before,
        after: changed,
      });
      return changed;
    });
    await this.settings.reload();
    return after;
  }
}
