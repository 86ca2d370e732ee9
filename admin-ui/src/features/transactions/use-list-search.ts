import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ListSearch } from './transaction-kind';

export interface SearchHandle {
  readonly search: ListSearch;
  /** Joins to what is there; undefined takes away. */
  readonly change: (next: ListSearch) => void;
  readonly clear: () => void;
}

/** What the list is narrowed to stands in the address, so that a reload or a sent link shows the same. */
export function useListSearch(): SearchHandle {
  const search: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const write = (next: ListSearch): void => {
    const present = Object.entries(next).filter(([, value]) => value !== undefined && value !== '');
    void navigate({ to: '.', search: () => Object.fromEntries(present), replace: true });
  };
  return {
    search,
    change: (next) => write({ ...search, ...next }),
    clear: () => write({}),
  };
}

/** For routes: the words that a list knows, whatever else stands in the address. Numbers are read as they were typed. */
export function listSearch(names: readonly string[]) {
  return (search: Record<string, unknown>): ListSearch =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = search[name];
        const isWord = typeof value === 'string' || typeof value === 'number';
        return isWord && value !== '' ? [[name, String(value)]] : [];
      }),
    );
}
