import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConnectorInput } from '#connectors/definition.schemas.js';
import type { BaseUrls, ExtraConfig, TestStatus } from './provider.types.js';
import type { Fee } from './preset.schemas.js';

/** One configured connection to a vendor. Everything needed at run time stands here; presets are only copied from. */
@Entity('providers')
export class ProviderEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { nullable: true })
  propertyId!: string | null;

  @Column('text')
  integrationType!: string;

  @Column('text')
  name!: string;

  @Column('text')
  slug!: string;

  @Column('text')
  apiFormat!: string;

  @Column('text')
  environment!: 'sandbox' | 'production';

  /** What the owner set instead of the connector's own base URLs. */
  @Column('jsonb')
  baseUrls!: BaseUrls;

  @Column('text')
  credentialsEncrypted!: string;

  @Column('text', { nullable: true })
  previousSecretsEncrypted!: string | null;

  @Column('timestamptz', { nullable: true })
  previousSecretsUntil!: Date | null;

  /** Equal for providers that use the same account at the vendor; tells nothing about the keys. */
  @Column('text')
  accountFingerprint!: string;

  /** For people to recognise: names, and the last characters of long values. The values are sealed. */
  @Column('jsonb')
  extraHeaders!: Record<string, string>;

  @Column('jsonb')
  extraConfig!: ExtraConfig;

  /** `json`, not `jsonb`: the order of keys means something, as in XML. */
  @Column('json')
  connector!: ConnectorInput;

  @Column('text', { nullable: true })
  defaultModel!: string | null;

  @Column('jsonb')
  capabilities!: string[];

  @Column('jsonb')
  supportedMethods!: string[];

  @Column('jsonb')
  fees!: Fee[];

  @Column('text', { nullable: true })
  defaultCurrency!: string | null;

  @Column('boolean')
  isActive!: boolean;

  @Column('boolean')
  isDefault!: boolean;

  @Column('integer')
  displayOrder!: number;

  @Column('text')
  testStatus!: TestStatus;

  @Column('timestamptz', { nullable: true })
  lastTestedAt!: Date | null;

  @Column('text', { nullable: true })
  notes!: string | null;

  @Column('text', { nullable: true })
  presetId!: string | null;

  @Column('integer', { nullable: true })
  presetVersion!: number | null;

  /** Set while an operator holds it back; it goes on by itself at `pausedUntil`. */
  @Column('timestamptz', { nullable: true })
  pausedAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  pausedUntil!: Date | null;

  @Column('text', { nullable: true })
  pauseReason!: string | null;

  /** Rises with every change; caches are keyed by it. */
  @Column('integer')
  version!: number;

  @Column('timestamptz')
  createdAt!: Date;

  @Column('timestamptz')
  updatedAt!: Date;

  @Column('timestamptz', { nullable: true })
  archivedAt!: Date | null;
}

/** The same as plain data: rows are copied and changed, never used as objects with a class. */
export type ProviderRow = { [Column in keyof ProviderEntity]: ProviderEntity[Column] };
