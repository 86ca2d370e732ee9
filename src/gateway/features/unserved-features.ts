/**
 * Features that the PMS asked for in vain. Requests are counted in memory and written a second later, many at a time:
 * a PMS that asks again and again costs one statement a second.
 */
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database } from '#core/database/database.js';
import { Log } from '#core/logging/log.js';
import { featureKeySchema } from './feature.schemas.js';

export interface UnservedFeature {
  readonly featureKey: string;
  readonly propertyId: string | null;
  readonly asked: number;
  readonly lastAskedAt: Date;
}

const WRITE_AFTER_MS = 1_000;
/** Anybody with a key can make keys up; more of them tell an owner nothing. */
const MAX_KEYS = 200;

@Injectable()
export class UnservedFeatures implements BeforeApplicationShutdown {
  private pending = new Map<string, UnservedFeature>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Takes down one request; never fails and never waits. */
  note(featureKey: string, propertyId: string | null): void {
    if (!featureKeySchema.safeParse(featureKey).success) return;
    const id = `${featureKey} ${propertyId ?? ''}`;
    const known = this.pending.get(id);
    if (!known && this.pending.size >= MAX_KEYS) return;
    const asked = (known?.asked ?? 0) + 1;
    this.pending.set(id, { featureKey, propertyId, asked, lastAskedAt: new Date() });
    this.timer ??= setTimeout(() => this.begin(), WRITE_AFTER_MS).unref();
  }

  async list(): Promise<UnservedFeature[]> {
    const rows = await this.database.query<{
      feature_key: string;
      property_id: string | null;
      asked: string;
      last_asked_at: Date;
    }>('SELECT feature_key, property_id, asked, last_asked_at FROM unserved_features');
    return rows.map((row) => ({
      featureKey: row.feature_key,
      propertyId: row.property_id,
      asked: Number(row.asked),
      lastAskedAt: row.last_asked_at,
    }));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.begin();
    await this.writing;
  }

  private begin(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const found = [...this.pending.values()];
    if (found.length === 0) return;
    this.pending = new Map();
    this.writing = this.writing.then(() => this.write(found));
  }

  /** A count that is lost costs nothing: the PMS asks again. */
  private async write(found: readonly UnservedFeature[]): Promise<void> {
    try {
      await this.database.query(
        `INSERT INTO unserved_features AS known (feature_key, property_id, asked, first_asked_at, last_asked_at)
         SELECT key, property, asked, at, at
         FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::timestamptz[]) AS noted (key, property, asked, at)
         WHERE (SELECT count(*) FROM unserved_features) < $5
            OR EXISTS (SELECT FROM unserved_features WHERE feature_key = key)
         ORDER BY key, property
         ON CONFLICT ON CONSTRAINT unserved_features_once DO UPDATE SET
           asked = known.asked + excluded.asked,
           last_asked_at = excluded.last_asked_at`,
        [
          found.map(({ featureKey }) => featureKey),
          found.map(({ propertyId }) => propertyId),
          found.map(({ asked }) => asked),
          found.map(({ lastAskedAt }) => lastAskedAt),
          MAX_KEYS,
        ],
      );
    } catch (error) {
      this.log.error({ err: error }, 'keeping unserved features failed');
    }
  }
}
