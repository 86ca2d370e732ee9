import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { type Actor, assertPropertyAccess } from '#access/principal.js';
import { Config } from '#core/config/config.js';
import { Database } from '#core/database/database.js';
import { InvalidInputError, NotFoundError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { type StatusPageRow, StatusPagesRepository } from './status-pages.repository.js';
import type { CreateStatusPage, StatusPageAnswer, StatusPageList } from './status.schemas.js';

/** 144 bits: nobody guesses it, and it still fits on a label. */
const KEY_BYTES = 18;

/** The links by which the status page is seen without a login. */
@Injectable()
export class StatusPagesService {
  constructor(
    private readonly pages: StatusPagesRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly config: Config,
  ) {}

  async list({ principal }: Actor): Promise<StatusPageList> {
    assertPropertyAccess(principal, null);
    const rows = await this.pages.list();
    return { items: rows.map((row) => this.toAnswer(row)), next_cursor: null };
  }

  /** @throws InvalidInputError for a property that is not there */
  async create({ property_id: asked }: CreateStatusPage, actor: Actor): Promise<StatusPageAnswer> {
    const propertyId = asked ?? null;
    assertPropertyAccess(actor.principal, propertyId);
    if (propertyId !== null && !(await this.pages.hasProperty(propertyId))) {
      throw new InvalidInputError(
        'property_id',
        `There is no property ${propertyId}; GET /api/v1/properties lists them.`,
      );
    }
    const row = await this.database.transaction(async (tx) => {
      const inserted = await this.pages.insert(tx, {
        id: newId(),
        property_id: propertyId,
        key: randomBytes(KEY_BYTES).toString('base64url'),
        created_by: actor.principal.name,
      });
      await this.audit.record(tx, {
        ...actor,
        action: 'status_page.created',
        subject: { type: 'status_page', id: inserted.id },
        after: { property_id: propertyId },
      });
      return inserted;
    });
    return this.toAnswer(row);
  }

  /** Its link shows nothing from then on. */
  async remove(id: string, actor: Actor): Promise<void> {
    assertPropertyAccess(actor.principal, null);
    await this.database.transaction(async (tx) => {
      const row = await this.pages.remove(tx, id);
      if (!row) throw new NotFoundError(`There is no status page ${id}.`);
      await this.audit.record(tx, {
        ...actor,
        action: 'status_page.deleted',
        subject: { type: 'status_page', id },
        before: { property_id: row.property_id },
      });
    });
  }

  private toAnswer(row: StatusPageRow): StatusPageAnswer {
    return {
      id: row.id,
      property_id: row.property_id,
      url: `${this.config.publicUrl}/status?key=${row.key}`,
      created_at: row.created_at.toISOString(),
      created_by: row.created_by,
    };
  }
}
