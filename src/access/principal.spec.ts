import { describe, expect, it } from '@jest/globals';
import { PropertyAccessError } from './access.error.js';
import {
  assertPropertyAccess,
  listedProperty,
  type Principal,
  systemPrincipal,
} from './principal.js';

const boundTo = (propertyId: string | null): Principal => ({
  ...systemPrincipal('test'),
  propertyId,
});

describe('assertPropertyAccess', () => {
  it.each(['a', 'b', null, undefined])('lets an unbound principal act for %s', (propertyId) => {
    expect(() => assertPropertyAccess(boundTo(null), propertyId)).not.toThrow();
  });

  it('lets a bound principal act for its own property', () => {
    expect(() => assertPropertyAccess(boundTo('a'), 'a')).not.toThrow();
  });

  it.each(['b', null, undefined])('refuses a bound principal to act for %s', (propertyId) => {
    expect(() => assertPropertyAccess(boundTo('a'), propertyId)).toThrow(PropertyAccessError);
  });

  it('answers a refusal with 403 and the field', () => {
    expect(new PropertyAccessError('b')).toMatchObject({
      status: 403,
      errors: [{ field: 'property_id', code: 'property_access' }],
    });
  });
});

describe('listedProperty', () => {
  it.each([
    [null, undefined, null],
    [null, 'a', 'a'],
    ['a', undefined, 'a'],
    ['a', 'a', 'a'],
  ])('bound to %s and asked for %s it is %s', (bound, asked, listed) => {
    expect(listedProperty(boundTo(bound), asked)).toBe(listed);
  });

  it('refuses another property than the own one', () => {
    expect(() => listedProperty(boundTo('a'), 'b')).toThrow(PropertyAccessError);
  });
});
