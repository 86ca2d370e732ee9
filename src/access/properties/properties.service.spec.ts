import { describe, expect, it } from '@jest/globals';
import type { Database, Sql } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { PropertyAccessError } from '../access.error.js';
import { AuditLog, type AuditEntry } from '../audit-log.js';
import { AuditLogRepository } from '../audit/audit-log.repository.js';
import { type Actor, systemPrincipal } from '../principal.js';
import {
  PropertiesRepository,
  type PropertyFilter,
  type PropertyRow,
} from './properties.repository.js';
import { createPropertySchema } from './properties.schemas.js';
import { PropertiesService } from './properties.service.js';

const ADMIN: Actor = { principal: systemPrincipal('test') };
const HOTEL = { name: 'Hotel', time_zone: 'Asia/Jakarta' };

class FakeProperties extends PropertiesRepository {
  readonly rows: PropertyRow[] = [];

  override async find(_sql: Sql, id: string): Promise<PropertyRow | undefined> {
    return this.rows.find((row) => row.id === id);
  }

  override async list(_sql: Sql, { id }: PropertyFilter): Promise<PropertyRow[]> {
    return this.rows.filter((row) => id === null || row.id === id);
  }

  override async insert(_tx: Sql, row: Omit<PropertyRow, 'created_at'>): Promise<PropertyRow> {
    const inserted = { ...row, created_at: new Date(0) };
    this.rows.push(inserted);
    return inserted;
  }
}

class FakeAudit extends AuditLog {
  readonly entries: AuditEntry[] = [];

  override async record(_tx: Sql, entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
  }
}

const arrange = () => {
  const audit = new FakeAudit(new AuditLogRepository());
  const database = { transaction: <T>(work: (tx: Sql) => Promise<T>) => work({} as Sql) };
  const service = new PropertiesService(
    database as unknown as Database,
    new FakeProperties(),
    audit,
  );
  return { audit, service };
};

const boundTo = (propertyId: string): Actor => ({
  principal: { ...ADMIN.principal, propertyId },
});

describe('PropertiesService', () => {
  it('adds a property and writes the audit log', async () => {
    const { audit, service } = arrange();

    const property = await service.create(HOTEL, ADMIN);

    expect(property).toEqual({ ...HOTEL, id: property.id, created_at: '1970-01-01T00:00:00.000Z' });
    expect(audit.entries).toMatchObject([
      { action: 'property.created', subject: { type: 'property', id: property.id }, after: HOTEL },
    ]);
  });

  it('shows a caller bound to one property that one alone', async () => {
    const { service } = arrange();
    const own = await service.create(HOTEL, ADMIN);
    const other = await service.create(HOTEL, ADMIN);
    const { principal } = boundTo(own.id);

    expect((await service.list({ limit: 50 }, principal)).items).toEqual([own]);
    expect(await service.get(own.id, principal)).toEqual(own);
    await expect(service.get(other.id, principal)).rejects.toThrow(NotFoundError);
  });

  it('does not let such a caller add properties', async () => {
    await expect(arrange().service.create(HOTEL, boundTo('p-1'))).rejects.toThrow(
      PropertyAccessError,
    );
  });

  it('says when there is no such property', async () => {
    await expect(arrange().service.get('p-1', ADMIN.principal)).rejects.toThrow(NotFoundError);
  });
});

describe('createPropertySchema', () => {
  it('takes the zone of Jakarta when none is named', () => {
    expect(createPropertySchema.parse({ name: ' Hotel ' })).toEqual(HOTEL);
  });

  it.each(['Asia/Makassar', 'Asia/Jayapura', 'UTC'])('accepts the zone %s', (time_zone) => {
    expect(createPropertySchema.safeParse({ name: 'x', time_zone }).success).toBe(true);
  });

  it.each(['+07:00', 'WIB', 'Asia/Bandung', ''])('refuses the zone "%s"', (time_zone) => {
    expect(createPropertySchema.safeParse({ name: 'x', time_zone }).success).toBe(false);
  });
});
