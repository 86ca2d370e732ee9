import { describe, expect, it } from '@jest/globals';
import type { Sql } from '#core/database/database.js';
import { runWithTrace } from '#core/logging/trace-context.js';
import { AuditLog, type AuditEntry } from './audit-log.js';
import { AuditLogRepository, type AuditLogRow } from './audit/audit-log.repository.js';
import { systemPrincipal } from './principal.js';

class FakeRepository extends AuditLogRepository {
  readonly rows: Omit<AuditLogRow, 'at'>[] = [];
  readonly transactions: Sql[] = [];

  override async insert(tx: Sql, row: Omit<AuditLogRow, 'at'>): Promise<void> {
    this.transactions.push(tx);
    this.rows.push(row);
  }
}

const TX = {} as Sql;
const ENTRY: AuditEntry = {
  action: 'provider.updated',
  subject: { type: 'provider', id: 'p-1' },
  before: { name: 'old' },
  after: { name: 'new', api_key: 'rahasia' },
  principal: systemPrincipal('cli'),
  ip: '192.0.2.1',
  traceId: 'a'.repeat(32),
};

const record = async (entry: AuditEntry): Promise<FakeRepository> => {
  const repository = new FakeRepository();
  await new AuditLog(repository).record(TX, entry);
  return repository;
};

describe('AuditLog', () => {
  it('writes who did what to which thing, without what looks secret', async () => {
    const { rows } = await record(ENTRY);

    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        actor_type: 'system',
        actor_id: 'cli',
        actor_name: 'cli',
        action: 'provider.updated',
        subject_type: 'provider',
        subject_id: 'p-1',
        before: { name: 'old' },
        after: { name: 'new' },
        ip: '192.0.2.1',
        trace_id: 'a'.repeat(32),
      },
    ]);
  });

  it("writes in the caller's transaction", async () => {
    expect((await record(ENTRY)).transactions[0]).toBe(TX);
  });

  it('takes the trace id of the running request', async () => {
    const repository = await runWithTrace('b'.repeat(32), () =>
      record({ ...ENTRY, traceId: undefined }),
    );

    expect(repository.rows[0]?.trace_id).toBe('b'.repeat(32));
  });

  it('leaves empty what is not known', async () => {
    const { rows } = await record({
      action: 'user.password_reset',
      subject: { type: 'user', id: 'u-1' },
      principal: systemPrincipal('cli'),
    });

    expect(rows[0]).toMatchObject({ before: null, after: null, ip: null, trace_id: null });
  });
});

describe('AuditLogRepository', () => {
  it('sends an array as JSON text, which the driver would send as a Postgres array', async () => {
    const params: unknown[] = [];
    const sql = {
      query: async (_sql: string, values: readonly unknown[]) => {
        params.push(...values);
        return [];
      },
    } as unknown as Sql;

    await new AuditLog(new AuditLogRepository()).record(sql, {
      ...ENTRY,
      before: ['a'],
      after: undefined,
    });

    expect(params.slice(7, 9)).toEqual(['["a"]', null]);
  });
});
