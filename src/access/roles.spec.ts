import { describe, expect, it } from '@jest/globals';
import { ROLE_SCOPES } from './roles.js';
import { grants, SCOPE_NAMES } from './scopes.js';

describe('ROLE_SCOPES', () => {
  it('lets an owner do everything', () => {
    expect(SCOPE_NAMES.every((scope) => grants(ROLE_SCOPES.owner, scope))).toBe(true);
  });

  it.each(['payments:write', 'webhooks:write', 'providers:write', 'features:write', 'audit:read'])(
    'lets a manager do what needs %s',
    (scope) => {
      expect(grants(ROLE_SCOPES.manager, scope)).toBe(true);
    },
  );

  it('keeps from a manager what needs admin', () => {
    expect(grants(ROLE_SCOPES.manager, 'admin')).toBe(false);
  });

  it('lets a viewer read all but who guests are, and change nothing', () => {
    const granted = SCOPE_NAMES.filter((scope) => grants(ROLE_SCOPES.viewer, scope));
    expect(granted).toEqual(
      SCOPE_NAMES.filter((scope) => scope.endsWith(':read') && scope !== 'guests:read'),
    );
  });
});
