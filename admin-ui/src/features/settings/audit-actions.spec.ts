/** Reads the hub's source: an action that is written there needs a sentence here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from './audit-actions.js';

const SOURCE = join(import.meta.dirname, '../../../../src');
/** `provider.updated` and its like, where an entry is written: after `action`, alone or as one of two. */
const WRITTEN =
  /(?:action: |ACTION = )(?:[^,\n]*\? )?'([a-z_]+\.[a-z_]+)'(?: : '([a-z_]+\.[a-z_]+)')?/g;

function writtenActions(): Set<string> {
  const found = new Set<string>();
  for (const path of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.endsWith('.spec.ts')) continue;
    const text = readFileSync(join(SOURCE, path), 'utf8');
    for (const [, ...actions] of text.matchAll(WRITTEN)) {
      for (const action of actions.filter(Boolean)) found.add(action);
    }
  }
  return found;
}

describe('the sentences of the audit log', () => {
  it('are there for every action that the hub writes down', () => {
    const written = writtenActions();
    expect(written.size).toBeGreaterThan(30);
    const known: readonly string[] = AUDIT_ACTIONS;
    expect([...written].filter((action) => !known.includes(action))).toEqual([]);
  });
});
