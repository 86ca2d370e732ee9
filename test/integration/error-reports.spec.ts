import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mapFeature, pay } from '#test/support/payment-kit.js';
import {
  addPlainProvider,
  API_KEY,
  type PlainProvider,
  type PlainVendor,
  postWebhook,
  startPlainVendor,
  WEBHOOK_SECRET,
} from '#test/support/plain-vendor.js';
import { type ReportReceiver, startReportReceiver } from '#test/support/report-receiver.js';
import { eventually, startTestHub, TEST_ADMIN_KEY, type TestHub } from '#test/support/test-hub.js';

const GUEST = 'guest.planted@hotel.example';
const PLANTED = [GUEST, 'Planted Guest', 'planted-query', API_KEY, WEBHOOK_SECRET, TEST_ADMIN_KEY];

/** Every write to the table fails from now on, with the whole row in the message, as a driver would quote it. */
const BREAK_PAYMENTS = `
  CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'can not store %', NEW; END $$;
  CREATE TRIGGER refuse_row BEFORE INSERT OR UPDATE ON payments
    FOR EACH ROW EXECUTE FUNCTION refuse_row()`;
const MEND_PAYMENTS = 'DROP TRIGGER refuse_row ON payments; DROP FUNCTION refuse_row()';

describe('error reports', () => {
  let hub: TestHub;
  let vendor: PlainVendor;
  let receiver: ReportReceiver;
  let provider: PlainProvider;

  beforeAll(async () => {
    [receiver, vendor] = await Promise.all([startReportReceiver(), startPlainVendor()]);
    hub = await startTestHub({ env: { SENTRY_DSN: receiver.dsn } });
    provider = await addPlainProvider(hub.api, vendor.url);
    await mapFeature(hub, 'payment.card', [provider]);
  });
  afterEach(() => {
    receiver.reports.length = 0;
  });
  afterAll(async () => {
    await hub.stop();
    await Promise.all([receiver.close(), vendor.close()]);
  });

  const customer = { first_name: 'Planted Guest', email: GUEST };

  it('tell of an unexpected error of a request, with its trace id and nothing else of it', async () => {
    await hub.sql(BREAK_PAYMENTS);
    const answer = await hub.api
      .post(
        '/api/v1/payments?note=planted-query',
        { feature: 'payment.card', order_id: 'O-1', amount: 1_000, currency: 'IDR', customer },
        { 'idempotency-key': randomUUID(), 'x-note': 'Planted Guest' },
      )
      .finally(() => hub.sql(MEND_PAYMENTS));
    expect(answer.status).toBe(500);
    const traceId = answer.headers.get('x-trace-id');

    const report = await eventually(async () => receiver.reports[0]);
    expect(report.path).toBe('/api/42/envelope/');
    expect(report.headers['x-sentry-auth']).toContain('sentry_key=publickey0001');
    expect(report.event).toMatchObject({
      level: 'error',
      tags: { trace_id: traceId, route: '/api/v1/payments', method: 'POST', role: 'all' },
      contexts: { trace: { trace_id: traceId } },
    });
    expect(report.event.exception.values.at(-1).value).toBe('unexpected error');
    for (const planted of PLANTED) expect(report.raw).not.toContain(planted);
    expect(report.raw).not.toContain('can not store');
  });

  it('tell of a job that failed for good', async () => {
    const { body: payment } = await pay(hub, { feature: 'payment.card', customer });
    await hub.sql(BREAK_PAYMENTS);
    try {
      const { reference, amount } = payment;
      const body = { reference, status: 'paid', amount, event_id: 'evt-1', email: GUEST };
      await postWebhook(provider, body);
      const [row] = await eventually(async () => {
        const rows = await hub.sql<{ trace_id: string; id: string }>(
          `UPDATE webhook_logs SET attempts = 5, due_at = now() WHERE attempts = 1 AND status = 'received' RETURNING *`,
        );
        return rows.length > 0 && rows;
      });
      const report = await eventually(async () => receiver.reports[0]);
      expect(report.event).toMatchObject({
        tags: { trace_id: row?.trace_id, webhook_log_id: row?.id },
        contexts: { trace: { trace_id: row?.trace_id } },
      });
      for (const planted of PLANTED) expect(report.raw).not.toContain(planted);
    } finally {
      await hub.sql(MEND_PAYMENTS);
    }
  });

  it('do not tell of what callers and vendors do wrong', async () => {
    await hub.api.post('/api/v1/payments', { feature: 'payment.card' });
    await fetch(`${hub.url}/api/v1/payments`);
    await postWebhook(provider, { reference: 'x' }, { secret: 'wrong' });
    await hub.api.get('/metrics');
    expect(receiver.reports).toEqual([]);
  });
});
