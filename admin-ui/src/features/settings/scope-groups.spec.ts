import { describe, expect, it } from '@jest/globals';
import { SCOPE_NAMES } from '../../../../src/access/scopes.js';
import { isKnownScope, PRESET_SCOPES, SCOPE_AREAS, scopesOf } from './scope-groups.js';

describe('the scopes to choose from', () => {
  it('are those of the hub, each in one area', () => {
    const listed = ['admin', ...SCOPE_AREAS.flatMap((area) => scopesOf(area))];
    expect(listed.sort()).toEqual([...SCOPE_NAMES].sort());
    expect(SCOPE_NAMES.every(isKnownScope)).toBe(true);
    expect(isKnownScope('refunds:approve')).toBe(false);
  });

  it('for watching change nothing and show no guests', () => {
    expect(PRESET_SCOPES.watch.every((scope) => scope.endsWith(':read'))).toBe(true);
    expect(PRESET_SCOPES.watch).not.toContain('guests:read');
  });
});
