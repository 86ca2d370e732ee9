import { z } from 'zod';
import { InvalidInputError } from '#core/errors/app-error.js';

/** Query fields of every list; spread into the list's own `z.strictObject`. */
export const pageQueryShape = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
};

/** One page, newest first. `next_cursor` is null on the last one. */
export interface Page<T> {
  readonly items: T[];
  readonly next_cursor: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The id after which the page starts.
 *
 * @throws InvalidInputError for a text that no page of ours gave out
 */
export function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!UUID.test(id)) {
    throw new InvalidInputError(
      'cursor',
      'cursor is not one of ours; take next_cursor of the page before.',
    );
  }
  return id;
}

/**
 * Builds a page out of `limit + 1` rows sorted by a time-ordered id, descending; the extra row only
 * tells that there is more.
 */
export function toPage<T>(rows: readonly T[], limit: number, idOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next_cursor: hasMore ? Buffer.from(idOf(last)).toString('base64url') : null };
}

/** JSON Schema-friendly zod schema of a page of `item`. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}
