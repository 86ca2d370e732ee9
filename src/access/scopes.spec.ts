import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { grants, SCOPE_NAMES } from './scopes.js';

describe('grants', () => {
  it.each([
    [['payments:read'], 'payments:read', true],
    [['payments:write'], 'payments:write', true],
    [['payments:write'], 'payments:read', true],
    [['payments:read'], 'payments:write', false],
    [['payments:write'], 'providers:read', false],
    [['payments:write', 'providers:read'], 'providers:read', true],
    [['admin'], 'coretax:write', true],
    [['admin'], 'a scope of tomorrow', true],
    [['payments:write'], 'admin', false],
    [[], 'logs:read', false],
  ])('%j lets in what needs %s: %s', (held, needed, allowed) => {
    expect(grants(held, needed)).toBe(allowed);
  });
});

describe('the table of scopes', () => {
  it('knows every scope that a route asks for', () => {
    const asked = controllerSources().flatMap((source) =>
      [...source.matchAll(/@RequireScope\('([^']+)'\)/g)].map((match) => match[1]),
    );

    expect(asked).toContain('audit:read');
    expect(asked.filter((scope) => !SCOPE_NAMES.some((name) => name === scope))).toEqual([]);
  });
});

function controllerSources(): string[] {
  const root = join(import.meta.dirname, '..');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.controller.ts'))
    .map((name) => readFileSync(join(root, name), 'utf8'));
}
