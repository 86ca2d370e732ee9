import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';

/** Whether and where one method is offered, at one property or, with null, at all of them. */
export interface MethodSetting {
  readonly propertyId: string | null;
  readonly method: string;
  readonly enabled: boolean;
  /** Smaller comes first; null leaves the place to the chain. */
  readonly position: number | null;
}

interface Row {
  readonly property_id: string | null;
  readonly method: string;
  readonly enabled: boolean;
  readonly position: number | null;
}

/** NOTIFY channel; the payload is of no meaning, every listener reads all settings again. */
export const METHOD_SETTINGS_CHANNEL = 'payment_methods';

/** Of two writers at once the later one wins, entry by entry. */
const INSERT_SQL = `
  INSERT INTO payment_method_settings (property_id, method, enabled, position)
  SELECT $1, * FROM unnest($2::text[], $3::boolean[], $4::int[])
  ON CONFLICT ON CONSTRAINT payment_method_settings_once DO UPDATE SET
    enabled = excluded.enabled, position = excluded.position, updated_at = now()`;

@Injectable()
export class MethodSettingsRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<MethodSetting[]> {
    const rows = await this.database.query<Row>(
      'SELECT property_id, method, enabled, position FROM payment_method_settings',
    );
    return rows.map(({ property_id: propertyId, ...rest }) => ({ propertyId, ...rest }));
  }

  /**
   * Everything that is set for the property; what is left out goes back to the default. All processes hear of it.
   *
   * @param also written in the same transaction
   */
  async replace(
    propertyId: string | null,
    settings: readonly Omit<MethodSetting, 'propertyId'>[],
    also: (tx: Sql) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        'DELETE FROM payment_method_settings WHERE property_id IS NOT DISTINCT FROM $1::uuid',
        [propertyId],
      );
      await tx.query(INSERT_SQL, [
        propertyId,
        settings.map(({ method }) => method),
        settings.map(({ enabled }) => enabled),
        settings.map(({ position }) => position),
      ]);
      await also(tx);
      await tx.query('SELECT pg_notify($1, $2)', [METHOD_SETTINGS_CHANNEL, propertyId ?? '']);
    });
  }
}
