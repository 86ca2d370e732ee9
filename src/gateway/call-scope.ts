import { AsyncLocalStorage } from 'node:async_hooks';

/** What the log and the limits of a call want to know, and what no port's signature should carry. */
export interface CallScope {
  readonly featureKey?: string;
  readonly attempt?: number;
  /** What the call is about, such as a payment id. */
  readonly reference?: string;
  /** Moment (ms since 1970) at which the caller stops waiting. */
  readonly deadline?: number;
  /** Limit of one operation below the provider's own. */
  readonly timeoutMs?: number;
}

const storage = new AsyncLocalStorage<CallScope>();

/** Every vendor call that `work` makes belongs to the scope. */
export function runInScope<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
  return storage.run(scope, work);
}

export function currentScope(): CallScope {
  return storage.getStore() ?? {};
}
