/** A real browser on the built admin UI of a real hub. Build it first: `npm run build`. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { TEST_ADMIN_KEY, type TestHub } from '#test/support/test-hub.js';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const executablePath = SYSTEM_BROWSERS.find((path) => existsSync(path));
export const hasBrowser = executablePath !== undefined;

/** Tests in a browser; without one they are skipped, by name. */
export function describeInBrowser(title: string, tests: () => void): void {
  if (hasBrowser) describe(title, tests);
  else describe.skip(`${title} (skipped: install the system package chromium to run it)`, tests);
}

export function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('there is no Chromium on this machine');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

export interface Visitor {
  readonly role?: 'owner' | 'manager' | 'viewer';
  readonly language?: 'id' | 'en';
  readonly width?: number;
}

/** Somebody who is signed in: calls go with the admin key, and only who it is comes from here. */
export async function visit(browser: Browser, hub: TestHub, visitor: Visitor = {}): Promise<Page> {
  const { role = 'owner', language = 'id', width = 1_280 } = visitor;
  const context = await browser.newContext({ baseURL: hub.url, viewport: { width, height: 900 } });
  await context.addInitScript(`localStorage.setItem('kunci.language', '${language}')`);
  await context.route('**/api/**', (route) =>
    route.continue({
      headers: { ...route.request().headers(), authorization: `Bearer ${TEST_ADMIN_KEY}` },
    }),
  );
  await context.route('**/api/v1/session', (route) =>
    route.fulfill({ json: { user: userOf(role, language), csrf_token: 'test' } }),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

function userOf(role: string, language: string): Record<string, unknown> {
  return {
    id: 'visitor',
    email: 'visitor@hotel.example',
    name: 'Wayan',
    role,
    locale: language,
    must_change_password: false,
    has_second_factor: false,
  };
}

/** Ids of what keeps people from using the page, as axe-core sees it. */
export async function seriousBarriers(page: Page): Promise<string[]> {
  const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(path, 'utf8'));
  return page.evaluate(`axe.run(document).then(({ violations }) => violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => id + ' ' + nodes[0].html))`);
}

export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}
