import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  Equal,
  type FindOptionsWhere,
  In,
  IsNull,
  LessThan,
  Not,
  Or,
  type Repository,
} from 'typeorm';
import type { Sql } from '#core/database/database.js';
import { ProviderEntity, type ProviderRow } from './provider.entity.js';
import type { ListProviders } from './provider.schemas.js';

/** Columns that a change may write, in the order of the statement's parameters. */
const COLUMNS = [
  'propertyId',
  'integrationType',
  'name',
  'slug',
  'apiFormat',
  'environment',
  'baseUrls',
  'credentialsEncrypted',
  'previousSecretsEncrypted',
  'previousSecretsUntil',
  'accountFingerprint',
  'extraHeaders',
  'extraConfig',
  'connector',
  'defaultModel',
  'capabilities',
  'supportedMethods',
  'fees',
  'defaultCurrency',
  'isActive',
  'isDefault',
  'displayOrder',
  'testStatus',
  'lastTestedAt',
  'notes',
  'presetId',
  'presetVersion',
  'pausedAt',
  'pausedUntil',
  'pauseReason',
  'version',
  'createdAt',
  'updatedAt',
  'archivedAt',
] as const satisfies readonly (keyof ProviderRow)[];

const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'baseUrls',
  'extraHeaders',
  'extraConfig',
  'connector',
  'capabilities',
  'supportedMethods',
  'fees',
]);

/** Any number will do as long as nothing else in the database locks it. */
const SLUG_LOCK = 0x6b756e736c;

/** Rows of `providers`; writes go through the caller's transaction, beside its audit row. */
@Injectable()
export class ProviderRepository {
  constructor(
    @InjectRepository(ProviderEntity) private readonly rows: Repository<ProviderEntity>,
  ) {}

  findById(id: string): Promise<ProviderRow | null> {
    return this.rows.findOneBy({ id });
  }

  findBySlug(slug: string): Promise<ProviderRow | null> {
    return this.rows.findOneBy({ slug });
  }

  all(): Promise<ProviderRow[]> {
    return this.rows.find({ order: { displayOrder: 'ASC', id: 'ASC' } });
  }

  /** @param boundTo the only property whose providers may be seen, beside those of all; null for no such limit */
  list(
    query: ListProviders,
    afterId: string | undefined,
    boundTo: string | null,
  ): Promise<ProviderRow[]> {
    return this.rows.find({
      where: {
        archivedAt: query.archived ? Not(IsNull()) : IsNull(),
        ...(query.integration_type && { integrationType: query.integration_type }),
        ...propertyFilter(query.property_id, boundTo),
        ...(afterId !== undefined && { id: LessThan(afterId) }),
      },
      order: { id: 'DESC' },
      take: query.limit + 1,
    });
  }

  /** Slugs that begin so; nobody else may choose one until the transaction ends. */
  async lockSlugsLike(tx: Sql, prefix: string): Promise<Set<string>> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [SLUG_LOCK]);
    const found = await tx.query<{ slug: string }>(
      'SELECT slug FROM providers WHERE starts_with(slug, $1)',
      [prefix],
    );
    return new Set(found.map((row) => row.slug));
  }

  async insert(tx: Sql, entity: ProviderRow): Promise<void> {
    const names = ['id', ...COLUMNS.map(columnName)];
    const places = names.map((_, i) => `$${i + 1}`);
    await tx.query(`INSERT INTO providers (${names.join(', ')}) VALUES (${places.join(', ')})`, [
      entity.id,
      ...COLUMNS.map((column) => toParameter(entity, column)),
    ]);
  }

  async update(tx: Sql, entity: ProviderRow): Promise<void> {
    const sets = COLUMNS.map((column, i) => `${columnName(column)} = $${i + 2}`);
    await tx.query(`UPDATE providers SET ${sets.join(', ')} WHERE id = $1`, [
      entity.id,
      ...COLUMNS.map((column) => toParameter(entity, column)),
    ]);
  }

  /** Reads the row as it is now and holds it until the transaction ends. */
  async lock(tx: Sql, id: string): Promise<ProviderRow | undefined> {
    const [row] = await tx.query('SELECT * FROM providers WHERE id = $1 FOR UPDATE', [id]);
    return row && toEntity(row);
  }

  async delete(tx: Sql, id: string): Promise<void> {
    await tx.query('DELETE FROM providers WHERE id = $1', [id]);
  }
}

function propertyFilter(
  asked: string | undefined,
  boundTo: string | null,
): Pick<FindOptionsWhere<ProviderEntity>, 'propertyId'> {
  if (boundTo === null) return asked === undefined ? {} : { propertyId: asked };
  if (asked === undefined) return { propertyId: Or(IsNull(), Equal(boundTo)) };
  return { propertyId: asked === boundTo ? asked : In([]) };
}

function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toParameter(entity: ProviderRow, column: (typeof COLUMNS)[number]): unknown {
  const value = entity[column];
  return JSON_COLUMNS.has(column) ? JSON.stringify(value) : value;
}

function toEntity(row: Readonly<Record<string, unknown>>): ProviderRow {
  const entries = ['id', ...COLUMNS].map((column): [string, unknown] => [
    column,
    row[columnName(column)],
  ]);
  return Object.fromEntries(entries) as unknown as ProviderRow;
}
