import type { LookupAddress, LookupOptions } from 'node:dns';

/** Resolves a name to all its addresses, as `dns.lookup` with `all` does. */
export type ResolveAll = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

type Done = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/** Far more hosts than a hub ever calls at once; each look-up takes a thread of four. */
const MAX_PENDING = 500;

/**
 * Lets calls that look for the same name at the same time share one look-up; nothing is kept once it is answered, so a
 * name that changes is looked at anew. A look-up can not be called off: with a DNS server that is slow, every call that
 * gave up left one behind, and the calls of an hour held hundreds of megabytes and all threads.
 *
 * More than a bound of names at once fail as if the DNS server had been away.
 */
export function sharedLookups(resolve: ResolveAll, maxPending = MAX_PENDING): ResolveAll {
  const pending = new Map<string, Done[]>();
  return (host, options, done) => {
    const key = `${host} ${options.family ?? 0} ${options.hints ?? 0}`;
    const waiting = pending.get(key);
    if (waiting) {
      waiting.push(done);
      return;
    }
    if (pending.size >= maxPending) {
      const error = new Error(`getaddrinfo EAI_AGAIN ${host}: too many names are being looked up`);
      done(Object.assign(error, { code: 'EAI_AGAIN' }), []);
      return;
    }
    const callers: Done[] = [done];
    pending.set(key, callers);
    resolve(host, options, (error, addresses) => {
      pending.delete(key);
      for (const caller of callers) caller(error, addresses);
    });
  };
}
