import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '#core/errors/app-error.js';
import type { IntegrationLogFilter, StoredIntegrationLog } from './integration-log.repository.js';
import { integrationLogPageSchema, integrationLogQuerySchema } from './integration-logs.schemas.js';
import { IntegrationLogsService } from './integration-logs.service.js';

const PROVIDER = '01990000-0000-7000-8000-000000000001';

function stored(number: number): StoredIntegrationLog {
  return {
    id: `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    created_at: new Date('2026-01-02T03:04:05Z'),
    property_id: null,
    provider_id: PROVIDER,
    integration_type: 'payment',
    operation: 'create',
    feature_key: 'payment.qris',
    attempt: 1,
    outcome: 'unavailable',
    http_status: 503,
    latency_ms: 12.34567,
    trace_id: 'abc',
    reference: 'pay-1',
    error_message: 'down',
    vendor_code: null,
    request_summary: { amount: 1 },
    response_summary: null,
  };
}

function setUp(rows: StoredIntegrationLog[]) {
  const filters: IntegrationLogFilter[] = [];
  const list = async (filter: IntegrationLogFilter) => {
    filters.push(filter);
    return rows;
  };
  return { filters, service: new IntegrationLogsService({ list }) };
}

describe('integration log list', () => {
  it('answers in the words of the API', async () => {
    const { service } = setUp([stored(1)]);
    const page = await service.list(integrationLogQuerySchema.parse({}), null);
    expect(integrationLogPageSchema.parse(page)).toEqual({
      items: [
        expect.objectContaining({
          action: 'create',
          status: 'unavailable',
          feature: 'payment.qris',
          latency_ms: 12.35,
          created_at: '2026-01-02T03:04:05.000Z',
        }),
      ],
      next_cursor: null,
    });
  });

  it('hands out a cursor that leads to the rows after the page', async () => {
    const { service, filters } = setUp([stored(3), stored(2), stored(1)]);
    const { items, next_cursor: cursor } = await service.list(
      integrationLogQuerySchema.parse({ limit: '2', provider_id: PROVIDER, status: 'failed' }),
      null,
    );
    await service.list(integrationLogQuerySchema.parse({ cursor }), null);
    expect(items).toHaveLength(2);
    expect(filters[0]).toMatchObject({ providerId: PROVIDER, outcome: 'failed', limit: 2 });
    expect(filters[1]?.beforeId).toBe(stored(2).id);
  });

  it('shows a caller bound to one property that property only', async () => {
    const { service, filters } = setUp([]);
    await service.list(integrationLogQuerySchema.parse({}), 'property-1');
    expect(filters[0]?.propertyId).toBe('property-1');
  });

  it('refuses a cursor that is not one of ours', async () => {
    const { service } = setUp([]);
    await expect(
      service.list(integrationLogQuerySchema.parse({ cursor: 'x' }), null),
    ).rejects.toThrow(InvalidInputError);
  });

  it.each([
    ['an unknown field', { colour: 'red' }],
    ['a provider id that is none', { provider_id: 'abc' }],
    ['a page that is too large', { limit: '201' }],
    ['a status with odd characters', { status: "ok'; --" }],
  ])('refuses a query with %s', (_case, query) => {
    expect(integrationLogQuerySchema.safeParse(query).success).toBe(false);
  });
});
