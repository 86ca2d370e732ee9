import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/** Vendors are data: they are named in presets, in simulators and in the tests that use them, nowhere else. */
const PLACES = [
  'src',
  'migrations',
  'bench',
  'admin-ui/src',
  'bin',
  'docs',
  'README.md',
  'docker-compose.yml',
];

/** Vendors whose presets are still to come; code must not know them either. */
const MORE_VENDORS = [
  'doku',
  'ipaymu',
  'faspay',
  'twilio',
  'vonage',
  'zenziva',
  'qontak',
  'mailgun',
  'postmark',
  'sendgrid',
  'turnstile',
  'hcaptcha',
  'recaptcha',
  'cloudflare',
];

function filesIn(place: string): string[] {
  if (place.includes('.')) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function vendors(): string[] {
  const files = filesIn('presets').filter(
    (file) => file.endsWith('.json') && !file.endsWith('.schema.json'),
  );
  const named = files.map(
    (file) => (JSON.parse(readFileSync(file, 'utf8')) as { vendor: string }).vendor,
  );
  return [...new Set([...named.map((name) => name.toLowerCase()), ...MORE_VENDORS])];
}

describe('vendor names', () => {
  it.each(PLACES)('are not in %s', (place) => {
    const names = vendors();
    const found = filesIn(place).flatMap((file) => {
      const text = readFileSync(file, 'utf8').toLowerCase();
      return names
        .filter((name) => new RegExp(`\\b${name}\\b`).test(text))
        .map((name) => `${file}: ${name}`);
    });
    expect(found).toEqual([]);
  });

  it('are known from the presets', () => {
    expect(vendors()).toEqual(expect.arrayContaining(['midtrans', 'xendit']));
  });
});
