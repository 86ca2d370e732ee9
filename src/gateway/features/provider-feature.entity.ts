import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Strategy } from './feature.schemas.js';

/** Which providers serve one feature of one property; property null is the default of all. */
@Entity('provider_features')
export class ProviderFeatureEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  @Column('text')
  featureKey!: string;

  @Column('uuid')
  primaryProviderId!: string;

  @Column('uuid', { nullable: true })
  fallbackProviderId!: string | null;

  @Column('uuid', { array: true })
  furtherProviderIds!: string[];

  @Column('text')
  strategy!: Strategy;

  @Column('jsonb')
  weights!: Record<string, number>;
}
