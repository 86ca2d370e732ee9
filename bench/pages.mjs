/**
 * How long people wait for a list: 100,000 payments and a million log rows, and a real browser on the built pages that
 * knows the app's files already. Once from within the app, as by a click, and once with the whole app started anew; the
 * time counts until rows are there.
 */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { median, ms } from './figures.mjs';
import { seedLogs } from './logs.mjs';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const TIMES = 5;
const TARGET = '< 1,000 ms';
/** Of a table, or of a list that unfolds. */
const ROW = 'main tbody tr, main .mantine-Accordion-item';
const OWNER = { email: 'owner@hotel.example', password: 'bench-password-1234' };

export async function benchPages(stage, { quick }) {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (!executablePath) throw new Error('install the system package chromium to measure pages');
  const count = quick ? { payments: 2_000, logs: 20_000 } : { payments: 100_000, logs: 1_000_000 };
  const providers = await seedLogs(stage, count.logs);
  await stage.sql.query(PAYMENTS, [count.payments, providers.map(({ id }) => id)]);
  await stage.sql.query('VACUUM ANALYZE payments, payment_events');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const figures = { ...count };
  const rows = [];
  try {
    const page = await signedIn(stage, browser);
    for (const [name, path] of Object.entries(pagesOf(providers[3].id))) {
      const times = { inside: [], anew: [] };
      for (let i = 0; i < (quick ? 2 : TIMES); i += 1) {
        times.inside.push(await openInside(page, path));
        times.anew.push(await openAnew(page, path));
      }
      const [inside, anew] = [median(times.inside), median(times.anew)];
      figures[name] = { inside, anew };
      rows.push([`page: ${name}`, `${ms(inside)}, app started anew ${ms(anew)}`, TARGET]);
      process.stderr.write(`  ${name}: ${ms(inside)}, anew ${ms(anew)}\n`);
    }
  } finally {
    await browser.close();
  }
  return { figures, rows };
}

function pagesOf(providerId) {
  return {
    payments: '/payments',
    'payments that are paid': '/payments?status=paid',
    'payments of a guest': '/payments?q=081200000042',
    'webhooks in': '/webhooks',
    'rejected webhooks': '/webhooks?status=rejected',
    'calls of a provider': `/integrations/${providerId}?tab=logs`,
    'webhooks of a provider': `/integrations/${providerId}?tab=webhooks`,
    'audit log': '/settings/audit',
  };
}

async function signedIn(stage, browser) {
  await stage
    .api('POST', '/api/v1/users', { email: OWNER.email, name: 'Bench', role: 'owner' })
    .then(async ({ invitation }) => {
      const token = new URL(invitation.url).hash.slice('#token='.length);
      await stage.api('POST', '/api/v1/invitation', { token, password: OWNER.password });
    });
  const context = await browser.newContext({
    baseURL: stage.hub.url,
    viewport: { width: 1280, height: 900 },
  });
  await context.addInitScript("localStorage.setItem('kunci.language', 'en')");
  const page = await context.newPage();
  await page.goto('/login');
  await page.locator('input[type=email], input[name=email]').first().fill(OWNER.email);
  await page.locator('input[type=password]').first().fill(OWNER.password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => url.pathname === '/');
  return page;
}

/** Milliseconds until the first row. The overview shows no such rows, so none is left from before. */
async function openInside(page, path) {
  await page.goto('/');
  await page.locator('main h1').waitFor();
  // The overview's own questions are over by then; the live stream never is.
  await page.waitForTimeout(700);
  const begun = performance.now();
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.locator(ROW).first().waitFor({ timeout: 30_000 });
  return performance.now() - begun;
}

/** The same from an empty tab. */
async function openAnew(page, path) {
  await page.goto('about:blank');
  const begun = performance.now();
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator(ROW).first().waitFor({ timeout: 30_000 });
  return performance.now() - begun;
}

const PAYMENTS = `WITH made AS (
    INSERT INTO payments (id, provider_id, feature_key, order_id, reference, amount, currency, status, method, request,
      gateway_transaction_id, paid_at, created_at, updated_at)
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' ||
            substr(md5(i::text), 4, 15))::uuid,
      ($2::uuid[])[1 + i % cardinality($2::uuid[])], 'payment.booking_engine', 'RES-' || i, 'bench-' || i,
      50000 + (i % 400) * 5000, 'IDR',
      CASE WHEN i % 10 = 0 THEN 'expired' WHEN i % 37 = 0 THEN 'refunded' ELSE 'paid' END, 'qris',
      jsonb_build_object('customer', jsonb_build_object('first_name', 'Tamu', 'last_name', 'Nomor ' || i,
        'email', 'tamu' || i || '@example.com', 'phone', '+62812' || lpad((i % 100000000)::text, 8, '0'))),
      'gw-' || md5(i::text), at, at, at
    FROM (SELECT i, now() - (($1::int - i) * interval '77 seconds') AS at FROM generate_series(1, $1::int) AS i) AS s
    RETURNING id, created_at)
  INSERT INTO payment_events (id, payment_id, type, to_status, source, detail, created_at)
  SELECT id, id, 'status', 'paid', 'webhook', '{}', created_at FROM made`;
