/** Intervals in which a breaker was not closed, out of the changes that were kept. */

export type BreakerState = 'open' | 'half_open' | 'closed';

/** A row of `breaker_changes`. */
export interface BreakerChangeRow {
  readonly provider_id: string;
  readonly at: Date;
  readonly state: BreakerState;
  readonly is_forced: boolean;
}

export interface BreakerInterval {
  readonly provider_id: string;
  readonly state: 'open' | 'half_open';
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  /** By an operator's hand. */
  readonly is_forced: boolean;
}

/**
 * @param changes of any number of providers, oldest first; the last one before `since` included, so that what began
 *   earlier is seen from the beginning of the window
 */
export function intervalsOf(changes: readonly BreakerChangeRow[], since: Date): BreakerInterval[] {
  const byProvider = Map.groupBy(changes, ({ provider_id }) => provider_id);
  return [...byProvider.values()].flatMap((rows) =>
    withoutRepeats(rows).flatMap((row, place, distinct) => {
      const end = distinct[place + 1]?.at ?? null;
      if (row.state === 'closed' || (end !== null && end <= since)) return [];
      const from = row.at < since ? since : row.at;
      return {
        provider_id: row.provider_id,
        state: row.state,
        from: from.toISOString(),
        to: end?.toISOString() ?? null,
        is_forced: row.is_forced,
      };
    }),
  );
}

/** A breaker that is opened when it is open already goes on being open. */
function withoutRepeats(rows: readonly BreakerChangeRow[]): BreakerChangeRow[] {
  return rows.filter((row, place) => {
    const previous = rows[place - 1];
    return previous?.state !== row.state || previous.is_forced !== row.is_forced;
  });
}
