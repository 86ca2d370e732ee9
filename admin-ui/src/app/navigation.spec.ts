import { describe, expect, it } from '@jest/globals';
import { isAt, NAVIGATION } from './navigation';

const placeOf = (path: string): string[] =>
  NAVIGATION.filter((place) => isAt(place, path)).map(({ to }) => to);

describe('the place of a page', () => {
  it.each([
    ['/', '/'],
    ['/integrations/new', '/integrations'],
    ['/payments/0192', '/payments'],
    ['/settings/account', '/settings'],
  ])('for %s is %s alone', (path, place) => {
    expect(placeOf(path)).toEqual([place]);
  });

  it('is none for a page that only begins with the same letters', () => {
    expect(placeOf('/healthy')).toEqual([]);
  });

  it('leaves room for one more item in the bar of a phone', () => {
    expect(NAVIGATION.filter(({ isInBar }) => isInBar)).toHaveLength(4);
  });
});
