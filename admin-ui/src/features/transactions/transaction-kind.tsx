/** What guests pay, get and book: one pattern of list, filter and detail; each kind fills it with its own columns. */
import type { InfiniteData, UseInfiniteQueryOptions } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Category } from '../../lib/categories';
import type { TextKey } from '../../lib/i18n';
import type { Filter, Page } from '../../lib/page-query';
import type { Column } from '../../ui/data-list';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface FieldBase {
  /** As in the address and in the query of the API. */
  readonly name: string;
  readonly label: TextKey;
}

/** One thing that a list is narrowed by. */
export type FilterField = FieldBase &
  (
    | { readonly kind: 'text' | 'date' | 'amount' }
    | {
        readonly kind: 'one' | 'several';
        readonly useOptions: () => readonly Option[];
      }
  );

/** The words of a list in the address; what is not there is not narrowed. */
export type ListSearch = Readonly<Record<string, string | undefined>>;

export interface TransactionList<T extends { readonly id: string }> {
  readonly query: (filter: Filter) => PagesQuery<T>;
  readonly useColumns: () => readonly Column<T>[];
  /** Always in view, before the filters. */
  readonly search: { readonly name: string; readonly label: TextKey };
  readonly filters: readonly FilterField[];
  readonly empty: TextKey;
  readonly pathOf: (item: T) => string;
  /** Above the list: sums of what was found, a file of it. */
  readonly Head?: (props: { readonly filter: Filter }) => ReactNode;
}

type PagesQuery<T> = UseInfiniteQueryOptions<
  Page<T>,
  Error,
  InfiniteData<Page<T>>,
  (string | Filter)[],
  string | undefined
>;

/** An entry of the table of kinds. A kind without a list is still to come: its page invites to connect a provider. */
export interface TransactionKind {
  readonly id: 'payments' | 'messages' | 'bookings' | 'keys' | 'invoices';
  readonly path: '/payments' | '/messages' | '/bookings' | '/keys' | '/invoices';
  readonly label: TextKey;
  readonly intro: TextKey;
  /** Where its providers are connected. */
  readonly category: Category;
  readonly List?: () => ReactNode;
  /** What stands in its place. */
  readonly toCome?: TextKey;
  /** Further pages of this kind. */
  readonly more?: readonly { readonly path: string; readonly label: TextKey }[];
}
