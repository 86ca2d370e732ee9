import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Notifications } from '#core/database/notifications.js';
import { Log } from '#core/logging/log.js';
import type { Strategy } from './feature.schemas.js';
import { ProviderFeatureEntity } from './provider-feature.entity.js';

/** NOTIFY channel; the payload is of no meaning, every listener reads all mappings again. */
export const FEATURES_CHANNEL = 'features';

export interface FeatureMapping {
  readonly featureKey: string;
  readonly propertyId: string | null;
  readonly strategy: Strategy;
  /** Provider ids, primary first. */
  readonly chain: readonly string[];
  /** Provider id → share, for `weighted`; 1 where it is missing. */
  readonly weights: Readonly<Record<string, number>>;
}

/** All feature mappings in memory: there are a few dozen, and every call asks. */
@Injectable()
export class FeatureMap implements OnModuleInit {
  private mappings: readonly FeatureMapping[] = [];
  private byKey = new Map<string, FeatureMapping>();

  constructor(
    @InjectRepository(ProviderFeatureEntity)
    private readonly rows: Repository<ProviderFeatureEntity>,
    private readonly notifications: Notifications,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    const reload = (): void => {
      this.refresh().catch((error: unknown) =>
        this.log.error({ err: error }, 'reading feature mappings failed'),
      );
    };
    this.notifications.subscribe(FEATURES_CHANNEL, reload);
    this.notifications.onReconnect(reload);
    await this.refresh();
  }

  list(): readonly FeatureMapping[] {
    return this.mappings;
  }

  /** The property's own mapping, else the one for all properties. */
  find(featureKey: string, propertyId: string | null): FeatureMapping | undefined {
    return this.byKey.get(keyOf(featureKey, propertyId)) ?? this.byKey.get(keyOf(featureKey, null));
  }

  async refresh(): Promise<void> {
    const entities = await this.rows.find({ order: { featureKey: 'ASC' } });
    this.mappings = entities.map(toMapping);
    this.byKey = new Map(
      this.mappings.map((mapping) => [keyOf(mapping.featureKey, mapping.propertyId), mapping]),
    );
  }
}

function keyOf(featureKey: string, propertyId: string | null): string {
  return `${propertyId ?? '*'}/${featureKey}`;
}

function toMapping(entity: ProviderFeatureEntity): FeatureMapping {
  const fallback = entity.fallbackProviderId === null ? [] : [entity.fallbackProviderId];
  return {
    featureKey: entity.featureKey,
    propertyId: entity.propertyId,
    strategy: entity.strategy,
    chain: [entity.primaryProviderId, ...fallback, ...entity.furtherProviderIds],
    weights: entity.weights,
  };
}
