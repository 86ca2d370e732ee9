import { describe, expect, it } from '@jest/globals';
import { Secret } from '#core/secret/secret.js';
import { IntegrationLogRepository } from './integration-log.repository.js';
import type { IntegrationLogRow } from './integration-log.js';

class RecordingDatabase {
  sql = '';
  params: readonly unknown[] = [];

  async query<R>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    this.sql = sql;
    this.params = params;
    return [];
  }

  async prepared<R>(_name: string, sql: string, params: readonly unknown[]): Promise<R[]> {
    return this.query(sql, params);
  }
}

function aRow(changes: Partial<IntegrationLogRow> = {}): IntegrationLogRow {
  return {
    id: '01990000-0000-7000-8000-00000000000a',
    createdAt: new Date('2026-01-02T03:04:05Z'),
    propertyId: null,
    providerId: '01990000-0000-7000-8000-000000000001',
    integrationType: 'payment',
    operation: 'create',
    attempt: 1,
    outcome: 'ok',
    latencyMs: 12.345,
    ...changes,
  };
}

async function written(...rows: IntegrationLogRow[]): Promise<Record<string, unknown[]>> {
  const database = new RecordingDatabase();
  await new IntegrationLogRepository(database).insert(rows);
  const names = /\(([^)]+)\)/.exec(database.sql)?.[1]?.split(', ') ?? [];
  return Object.fromEntries(names.map((name, i) => [name, database.params[i] as unknown[]]));
}

describe('integration log rows', () => {
  it('go as one array for each column', async () => {
    const columns = await written(
      aRow({ operation: 'a' }),
      aRow({ operation: 'b', httpStatus: 500 }),
    );
    expect(columns['operation']).toEqual(['a', 'b']);
    expect(columns['http_status']).toEqual([null, 500]);
    expect(columns['latency_ms']).toEqual([12.345, 12.345]);
  });

  it('mask secrets in summaries', async () => {
    const { request_summary: summaries } = await written(
      aRow({
        requestSummary: { amount: 5, server_key: 'hush', inner: { key: new Secret('hush') } },
      }),
    );
    expect(JSON.parse(String(summaries?.[0]))).toEqual({
      amount: 5,
      server_key: '[secret]',
      inner: { key: '[secret]' },
    });
  });

  it.each([
    ['NUL in a value', { a: 'x\0y' }, { a: 'xy' }],
    ['half a surrogate pair', { a: 'x\ud800' }, { a: 'x\ufffd' }],
    ['a literal backslash before u0000', { a: '\\u0000' }, { unreadable: true }],
    ['NUL in a key', { 'a\0': 1 }, { unreadable: true }],
    ['a bigint', { a: 5n }, { a: '5' }],
    ['a lot of text', { a: 'x'.repeat(20_000) }, { shortened: true, length: 20_008 }],
  ])('survive %s in a summary', async (_case, responseSummary, expected) => {
    const { response_summary: summaries } = await written(aRow({ responseSummary }));
    expect(JSON.parse(String(summaries?.[0]))).toEqual(expected);
  });

  it('keep messages to a length that can be read', async () => {
    const { error_message: messages } = await written(
      aRow({ errorMessage: `a\0${'b'.repeat(5_000)}` }),
    );
    expect(String(messages?.[0])).toBe(`a${'b'.repeat(999)}`);
  });
});

describe('list of integration logs', () => {
  async function listed(filter: Partial<Parameters<IntegrationLogRepository['list']>[0]>) {
    const database = new RecordingDatabase();
    await new IntegrationLogRepository(database).list({ limit: 50, ...filter });
    return { where: /WHERE (.*) ORDER/.exec(database.sql)?.[1], params: database.params };
  }

  it('asks for one row more than the page holds', async () => {
    expect(await listed({})).toEqual({ where: undefined, params: [51] });
  });

  it('numbers its conditions in order', async () => {
    expect(
      await listed({
        providerId: 'p',
        operation: 'create',
        outcome: 'ok',
        traceId: 't',
        reference: 'r',
        beforeId: 'i',
      }),
    ).toEqual({
      where:
        'provider_id = $1 AND operation = $2 AND trace_id = $3 AND reference = $4 AND id < $5 AND outcome = $6',
      params: ['p', 'create', 't', 'r', 'i', 'ok', 51],
    });
  });

  it('takes failed for everything that is not ok', async () => {
    expect(await listed({ outcome: 'failed', propertyId: 'h' })).toEqual({
      where: `property_id = $1 AND outcome <> 'ok'`,
      params: ['h', 51],
    });
  });
});
