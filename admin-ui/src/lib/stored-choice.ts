/** One choice of whoever uses this browser: kept over visits, and readable outside of components as well. */
import { useSyncExternalStore } from 'react';

export interface StoredChoice {
  readonly get: () => string | undefined;
  /** Undefined forgets it. */
  readonly set: (value: string | undefined) => void;
  /** The value, in a component that is drawn anew when it changes. */
  readonly use: () => string | undefined;
}

export function storedChoice(name: string): StoredChoice {
  const listeners = new Set<() => void>();
  let value = read(name);
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const get = (): string | undefined => value;
  return {
    get,
    set: (next) => {
      if (next === value) return;
      value = next;
      write(name, next);
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}

function read(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing still shows what was chosen. */
function write(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    return;
  }
}
