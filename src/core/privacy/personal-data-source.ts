import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import type { Guest } from './guest.js';

/** A row about the guest. */
export interface FoundRow {
  readonly id: string;
  /** All that the row holds, as the guest is given it. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Why it can not be erased yet; absent when it can. */
  readonly stays?: string;
}

/** One look at a source. */
export interface FoundSlice {
  readonly rows: readonly FoundRow[];
  /** Rows that were looked through for it. */
  readonly scanned: number;
  /** Where the next look begins; absent after the last one. */
  readonly next?: string;
}

/** One kind of record that may hold personal data of guests, registered by the layer that owns it. */
export interface PersonalDataSource {
  /** Shown in answers: `payments`, `webhook_logs`. */
  readonly name: string;
  /** What stays after an erasure, and why. */
  readonly keeps: string;
  /** Ids by which other records mention the guest's, found by index. */
  handles?(guest: Guest): Promise<readonly string[]>;
  /** The guest's records from `after` on, a slice at a time. Rows that were erased are found only for an export. */
  find(
    guest: Guest,
    look: { readonly after?: string; readonly isExport: boolean },
  ): Promise<FoundSlice>;
  /** Erases the rows in the caller's transaction; returns how many it changed. Safe to repeat. */
  erase(tx: Sql, guest: Guest, rows: readonly FoundRow[]): Promise<number>;
  /** Erases guests of what ended before a moment, at most `limit` rows; returns how many. For what has a retention. */
  forget?(before: Date, limit: number): Promise<number>;
  /** About how many rows a whole look goes through; absent where it goes by index. */
  size?(): Promise<number>;
}

/** All places where personal data may be; each layer adds its own when it starts. */
@Injectable()
export class PersonalDataSources {
  private readonly sources: PersonalDataSource[] = [];

  /** The guest together with all ids by which records mention theirs. */
  async withHandles(guest: Guest): Promise<Guest> {
    const handles = new Set<string>();
    for (const source of this.all) {
      for (const handle of (await source.handles?.(guest)) ?? []) handles.add(handle);
    }
    return { ...guest, handles: [...handles] };
  }

  register(source: PersonalDataSource): void {
    this.sources.push(source);
  }

  /** In the order of their names, so that work that was begun goes on where it stopped. */
  get all(): readonly PersonalDataSource[] {
    return this.sources.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
