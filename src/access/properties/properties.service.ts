import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { AuditLog } from '../audit-log.js';
import {
  type Actor,
  assertPropertyAccess,
  hasPropertyAccess,
  type Principal,
} from '../principal.js';
import { PropertiesRepository, type PropertyRow } from './properties.repository.js';
import type {
  ChangeProperty,
  CreateProperty,
  ListProperties,
  PropertyAnswer,
} from './properties.schemas.js';

@Injectable()
export class PropertiesService {
  constructor(
    private readonly database: Database,
    private readonly repository: PropertiesRepository,
    private readonly audit: AuditLog,
  ) {}

  /** @throws PropertyAccessError when the actor is bound to one property */
  async create(input: CreateProperty, actor: Actor): Promise<PropertyAnswer> {
    assertPropertyAccess(actor.principal, null);
    return this.database.transaction((tx) => this.add(tx, input, actor));
  }

  /** Gives an empty hub its one property; a hub that has any is left alone. */
  async addFirst(tx: Sql, input: CreateProperty, actor: Actor): Promise<void> {
    if (await this.repository.hasAny(tx)) return;
    await this.add(tx, input, actor);
  }

  /** Newest first; a key bound to a property sees that one. */
  async list(query: ListProperties, principal: Principal): Promise<Page<PropertyAnswer>> {
    const rows = await this.repository.list(this.database, {
      id: principal.propertyId,
      beforeId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    return toPage(rows.map(toAnswer), query.limit, (property) => property.id);
  }

  /** @throws NotFoundError when there is no such property, or none that the caller may see */
  async get(id: string, principal: Principal): Promise<PropertyAnswer> {
    const isVisible = hasPropertyAccess(principal, id);
    const row = isVisible ? await this.repository.find(this.database, id) : undefined;
    if (!row) throw noSuchProperty(id);
    return toAnswer(row);
  }

  /**
   * What is left out stays. A new zone holds for what happens from now on; days that were closed keep theirs.
   *
   * @throws NotFoundError when there is no such property, or none that the actor may see
   */
  async change(id: string, input: ChangeProperty, actor: Actor): Promise<PropertyAnswer> {
    if (!hasPropertyAccess(actor.principal, id)) throw noSuchProperty(id);
    return this.database.transaction(async (tx) => {
      const before = await this.repository.findForUpdate(tx, id);
      if (!before) throw noSuchProperty(id);
      const after = { ...before, ...input };
      await this.repository.update(tx, after);
      await this.audit.record(tx, {
        ...actor,
        action: 'property.updated',
        subject: { type: 'property', id },
        before: auditViewOf(before),
        after: auditViewOf(after),
      });
      return toAnswer(after);
    });
  }

  private async add(tx: Sql, input: CreateProperty, actor: Actor): Promise<PropertyAnswer> {
    const row = await this.repository.insert(tx, { id: newId(), ...input });
    await this.audit.record(tx, {
      ...actor,
      action: 'property.created',
      subject: { type: 'property', id: row.id },
      after: auditViewOf(row),
    });
    return toAnswer(row);
  }
}

function noSuchProperty(id: string): NotFoundError {
  return new NotFoundError(`There is no property ${id}; GET /api/v1/properties lists them.`);
}

function auditViewOf({ name, time_zone }: PropertyRow): Record<string, unknown> {
  return { name, time_zone };
}

function toAnswer(row: PropertyRow): PropertyAnswer {
  return {
    id: row.id,
    name: row.name,
    time_zone: row.time_zone,
    created_at: row.created_at.toISOString(),
  };
}
