import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { Notifications } from '#core/database/notifications.js';
import { Log } from '#core/logging/log.js';
import { type Settings, type SettingsChange, settingsSchema } from './settings.schemas.js';

const CHANNEL = 'kunci_settings';

type Changes = Record<string, Record<string, unknown>>;

/** The settings of the whole hub, at hand without asking; a change reaches every process at once. */
@Injectable()
export class SettingsService implements OnModuleInit {
  private settings: Settings = settingsSchema.parse({});

  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    this.notifications.subscribe(CHANNEL, () => void this.reload());
    this.notifications.onReconnect(() => void this.reload());
    await this.reload();
  }

  get current(): Settings {
    return this.settings;
  }

  /** Writes a change and tells everybody once the transaction commits. */
  async change(tx: Sql, change: SettingsChange): Promise<Settings> {
    const [row] = await tx.query<{ changes: Changes }>(
      `INSERT INTO settings (id) VALUES (true) ON CONFLICT (id) DO UPDATE SET updated_at = now() RETURNING changes`,
    );
    const changes = merge(row?.changes ?? {}, change);
    await tx.query('UPDATE settings SET changes = $1', [JSON.stringify(changes)]);
    await tx.query('SELECT pg_notify($1, $2)', [CHANNEL, '']);
    return settingsSchema.parse(changes);
  }

  async reload(): Promise<void> {
    try {
      const [row] = await this.database.query<{ changes: Changes }>('SELECT changes FROM settings');
      this.settings = settingsSchema.parse(row?.changes ?? {});
    } catch (error) {
      // The last known ones stay: better than stopping for a setting.
      this.log.warn({ err: error }, 'the settings could not be read again');
    }
  }
}

function merge(known: Changes, change: SettingsChange): Changes {
  const merged: Changes = structuredClone(known);
  for (const [group, fields] of Object.entries(change)) {
    const target = (merged[group] ??= {});
    for (const [key, value] of Object.entries(fields)) {
      if (value === null) Reflect.deleteProperty(target, key);
      else target[key] = value;
    }
  }
  return merged;
}
