import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notifications } from '#core/database/notifications.js';
import { Log } from '#core/logging/log.js';
import {
  METHOD_SETTINGS_CHANNEL,
  type MethodSetting,
  MethodSettingsRepository,
} from './method-settings.repository.js';

/** Which methods are on and where they stand, in memory: there are a few dozen, and every payment asks. */
@Injectable()
export class MethodSettings implements OnModuleInit {
  private byKey = new Map<string, MethodSetting>();

  constructor(
    private readonly rows: MethodSettingsRepository,
    private readonly notifications: Notifications,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    const reload = (): void => {
      this.refresh().catch((error: unknown) =>
        this.log.error({ err: error }, 'reading payment method settings failed'),
      );
    };
    this.notifications.subscribe(METHOD_SETTINGS_CHANNEL, reload);
    this.notifications.onReconnect(reload);
    await this.refresh();
  }

  /** The property's own setting, else the one for all properties; undefined when nobody set anything. */
  find(method: string, propertyId: string | null): MethodSetting | undefined {
    return this.byKey.get(keyOf(method, propertyId)) ?? this.byKey.get(keyOf(method, null));
  }

  isDisabled(method: string, propertyId: string | null): boolean {
    return this.find(method, propertyId)?.enabled === false;
  }

  /** What was set for exactly this property, or for all with null. */
  ownOf(propertyId: string | null): MethodSetting[] {
    return [...this.byKey.values()].filter((setting) => setting.propertyId === propertyId);
  }

  async refresh(): Promise<void> {
    const settings = await this.rows.list();
    this.byKey = new Map(settings.map((one) => [keyOf(one.method, one.propertyId), one]));
  }
}

function keyOf(method: string, propertyId: string | null): string {
  return `${propertyId ?? '*'}/${method}`;
}
