/** Which failures belong together. */
import type { Failure } from './issue.types.js';

/** One cause and what was counted of it at once. */
export interface FailureGroup {
  readonly fingerprint: string;
  /** The latest of them; its message is the one that is shown. */
  readonly latest: Failure;
  readonly count: number;
  readonly firstAt: Date;
  /** Failures by the hour in which they happened. */
  readonly hours: ReadonlyMap<number, number>;
  /** The latest failure of each subject. */
  readonly subjects: readonly Failure[];
}

const HOUR_MS = 3_600_000;
/** Enough to tell sentences apart. */
const PATTERN_LENGTH = 80;

/**
 * What makes two failures the same: where it happened, how it failed, and the sentence that was said about it without
 * what differs from case to case (numbers, ids, addresses, what stands in quotes).
 */
export function fingerprintOf(failure: Failure): string {
  return [
    ...basisOf(failure),
    failure.code ?? '',
    failure.message === null ? '' : patternOf(failure.message),
  ].join('|');
}

/** The same for a vendor that never says the same sentence twice. */
export function coarseFingerprintOf(failure: Failure): string {
  return [...basisOf(failure), '*'].join('|');
}

/** What all fingerprints of a place and kind of failure begin with. */
export function basisOf({ kind, providerId, endpointId, operation, cause }: Failure): string[] {
  return [kind, providerId ?? endpointId ?? '', operation, cause];
}

export function groupsOf(
  failures: readonly Failure[],
  fingerprint: (failure: Failure) => string = fingerprintOf,
): FailureGroup[] {
  return [...Map.groupBy(failures, fingerprint)].map(([print, found]) => {
    const inOrder = found.toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const [first] = inOrder as [Failure, ...Failure[]];
    const bySubject = new Map(
      inOrder.flatMap((failure) =>
        failure.subjectId === null ? [] : [[failure.subjectId, failure]],
      ),
    );
    return {
      fingerprint: print,
      latest: inOrder.at(-1) ?? first,
      count: found.length,
      firstAt: first.at,
      hours: countBy(inOrder, ({ at }) => Math.floor(at.getTime() / HOUR_MS) * HOUR_MS),
      subjects: [...bySubject.values()],
    };
  });
}

/** A sentence without what differs from case to case. */
export function patternOf(message: string): string {
  return message
    .toLowerCase()
    .replaceAll(/"[^"]*"|'[^']*'|“[^”]*”/g, '"…"')
    .replaceAll(/\S*\d\S*/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, PATTERN_LENGTH);
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
