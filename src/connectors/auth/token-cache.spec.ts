import { describe, expect, it, jest } from '@jest/globals';
import { TokenCache, type IssuedToken } from './token-cache.js';

function issuer(...tokens: IssuedToken[]) {
  return jest.fn(async () => tokens.shift() ?? { value: 'none left' });
}

describe('TokenCache', () => {
  it('asks once for callers that come at the same time', async () => {
    const cache = new TokenCache(() => 0);
    const issue = issuer({ value: 'one', expiresInS: 100 });
    const tokens = await Promise.all([
      cache.get('k', issue),
      cache.get('k', issue),
      cache.get('k', issue),
    ]);
    expect(issue).toHaveBeenCalledTimes(1);
    expect(tokens.map(({ value }) => value)).toEqual(['one', 'one', 'one']);
  });

  it('says whether a token was fetched just now', async () => {
    const cache = new TokenCache(() => 0);
    const issue = issuer({ value: 'one', expiresInS: 100 });
    expect(await cache.get('k', issue)).toEqual({ value: 'one', fromCache: false });
    expect(await cache.get('k', issue)).toEqual({ value: 'one', fromCache: true });
  });

  it.each([
    ['a tenth of a short life', 100, 90],
    ['a minute of a long life', 3600, 3540],
  ])('replaces a token %s before it ends', async (_what, lifetimeS, staleAfterS) => {
    let nowMs = 0;
    const cache = new TokenCache(() => nowMs);
    const issue = issuer({ value: 'one', expiresInS: lifetimeS }, { value: 'two' });
    await cache.get('k', issue);
    nowMs = staleAfterS * 1000 - 1;
    expect((await cache.get('k', issue)).value).toBe('one');
    nowMs = staleAfterS * 1000;
    expect((await cache.get('k', issue)).value).toBe('two');
  });

  it('tells every waiter of a failure and keeps nothing of it', async () => {
    const cache = new TokenCache(() => 0);
    const refuse = jest.fn(async (): Promise<IssuedToken> => {
      throw new Error('refused');
    });
    const outcomes = await Promise.allSettled([cache.get('k', refuse), cache.get('k', refuse)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await cache.get('k', issuer({ value: 'later' }))).toMatchObject({ value: 'later' });
    expect(refuse).toHaveBeenCalledTimes(1);
  });

  it('drops a token that was refused, but not the one that has replaced it', async () => {
    const cache = new TokenCache(() => 0);
    await cache.get('k', issuer({ value: 'old' }));
    cache.drop('k', 'old');
    await cache.get('k', issuer({ value: 'new' }));
    cache.drop('k', 'old');
    expect(await cache.get('k', issuer({ value: 'newer' }))).toEqual({
      value: 'new',
      fromCache: true,
    });
  });
});
