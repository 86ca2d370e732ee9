/** What README and docs claim, held against the code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { paymentFormats } from '#categories/payment/formats/payment-formats.js';
import { EXPRESSION_HELPERS } from '#connectors/expressions/helpers/helper-table.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { environmentSchema } from '#core/config/config.schemas.js';
import { readConfig } from '#core/config/config.js';
import { VENDOR_ERROR_KINDS } from '#core/errors/vendor-error.js';
import { checkPreset } from '../../src/cli/preset-check.js';
import { COMMANDS } from '../../src/cli/command-list.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const readme = read('README.md');
const guide = read('docs/adding-a-vendor.md');

/** First cells of the table rows below a heading, without their backticks. */
function firstCells(text: string, heading: string): string[] {
  const section = text.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)`\s*\|/gm)].map((match) => match[1] ?? '');
}

describe('README.md', () => {
  it('lists exactly the settings that the hub reads', () => {
    expect(firstCells(readme, '## Settings').sort()).toEqual(
      Object.keys(environmentSchema.shape).sort(),
    );
  });

  it.each([
    ['PORT', () => readConfig({}).port],
    ['HOST', () => readConfig({}).host],
    ['KUNCI_ROLE', () => readConfig({}).role],
    ['DATABASE_POOL', () => readConfig({}).databasePool],
    ['KUNCI_LOG_LEVEL', () => readConfig({}).logLevel],
  ])('says the default of %s', (name, value) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    expect(row?.split('|')[2]?.trim()).toBe(`\`${value()}\``);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('names only commands that exist', () => {
    const known = COMMANDS.map(({ name }) => name);
    const named = [
      ...readme.matchAll(/`(?:npx kunci )?((?:preset|provider|user):[a-z-]+|doctor|migrate)/g),
    ];
    expect(named.length).toBeGreaterThan(4);
    expect(named.map((match) => match[1] ?? '').filter((name) => !known.includes(name))).toEqual(
      [],
    );
  });

  it('points at files that exist', () => {
    const paths = [...readme.matchAll(/`((?:src|test|presets|docs|bench|migrations)\/[\w./-]+)`/g)];
    expect(
      paths.map((match) => match[1] ?? '').filter((path) => !existsSync(join(ROOT, path))),
    ).toEqual([]);
  });
});

describe('docs/adding-a-vendor.md', () => {
  const engine = new ExpressionEngine();
  afterAll(() => engine.close());
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '');

  it('shows a preset without a mistake', () => {
    expect(checkPreset(engine, example)).toEqual({ preset_id: 'example-page', problems: [] });
  });

  it('explains every payment format and every error kind', () => {
    const cells = firstCells(guide, '## How to read it');
    const expected = [...paymentFormats.map(({ id }) => id), ...Object.keys(VENDOR_ERROR_KINDS)];
    expect(cells.sort()).toEqual(expected.sort());
  });

  it('says of each error kind what the code does', () => {
    for (const [kind, rule] of Object.entries(VENDOR_ERROR_KINDS)) {
      const row = guide.split('\n').find((line) => line.startsWith(`| \`${kind}\``)) ?? '';
      const [breaker, fallback] = row
        .split('|')
        .slice(3, 5)
        .map((cell) => cell.trim());
      expect([kind, breaker === 'counts']).toEqual([kind, rule.breaker]);
      expect([kind, fallback]).toEqual([
        kind,
        rule.fallback === 'if-absent' ? 'only if surely absent' : rule.fallback,
      ]);
    }
  });

  it('names every helper function and no other', () => {
    const section = guide.split('## Helper functions')[1] ?? '';
    const named = [...section.matchAll(/`\$([A-Za-z0-9]+)[(`]/g)].map((match) => match[1] ?? '');
    const expected = EXPRESSION_HELPERS.map(({ name }) => name);
    expect(named.filter((name) => name !== 'eval').sort()).toEqual([...expected].sort());
  });
});
