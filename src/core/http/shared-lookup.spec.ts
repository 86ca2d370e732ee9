import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { type ResolveAll, sharedLookups } from './shared-lookup.js';

type Done = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

const PUBLIC: LookupAddress[] = [{ address: '93.184.215.14', family: 4 }];

/** A DNS server that answers when it is told to. */
function slowDns() {
  const asked: { host: string; done: Done }[] = [];
  const resolve: ResolveAll = (host, _options, done) => void asked.push({ host, done });
  return { asked, resolve };
}

function ask(lookup: ResolveAll, host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => {
      if (error) reject(error);
      else resolve(addresses);
    });
  });
}

describe('shared look-ups', () => {
  it('asks once for all who wait for the same name', async () => {
    const { asked, resolve } = slowDns();
    const lookup = sharedLookups(resolve);
    const answers = Array.from({ length: 1_000 }, () => ask(lookup, 'slow.example'));
    expect(asked).toHaveLength(1);
    asked[0]?.done(null, PUBLIC);
    await expect(Promise.all(answers)).resolves.toEqual(
      Array.from({ length: 1_000 }, () => PUBLIC),
    );
  });

  it('asks anew once a name was answered', async () => {
    const { asked, resolve } = slowDns();
    const lookup = sharedLookups(resolve);
    for (const at of [0, 1]) {
      const answer = ask(lookup, 'a.example');
      asked[at]?.done(null, PUBLIC);
      await answer;
    }
    expect(asked).toHaveLength(2);
  });

  it('tells everybody of a failure, and asks again afterwards', async () => {
    const { asked, resolve } = slowDns();
    const lookup = sharedLookups(resolve);
    const answers = [ask(lookup, 'a.example'), ask(lookup, 'a.example')];
    asked[0]?.done(new Error('getaddrinfo ENOTFOUND'), []);
    for (const answer of answers) await expect(answer).rejects.toThrow('ENOTFOUND');
    void ask(lookup, 'a.example');
    expect(asked).toHaveLength(2);
  });

  it('refuses more names at once than fit, without asking', async () => {
    const { asked, resolve } = slowDns();
    const lookup = sharedLookups(resolve, 2);
    void ask(lookup, 'a.example');
    void ask(lookup, 'b.example');
    await expect(ask(lookup, 'c.example')).rejects.toMatchObject({ code: 'EAI_AGAIN' });
    expect(asked.map(({ host }) => host)).toEqual(['a.example', 'b.example']);
  });
});
