interface Pace {
  readonly everyMs: number;
  readonly now?: () => number;
}

/** Passes on one call in a while, with how many were left out since: for what may happen many times a second. */
export function nowAndThen<T>(
  tell: (what: T, unsaid: number) => void,
  { everyMs, now = Date.now }: Pace,
): (what: T) => void {
  let quietUntil = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (what) => {
    if (now() < quietUntil) {
      unsaid += 1;
      return;
    }
    quietUntil = now() + everyMs;
    tell(what, unsaid);
    unsaid = 0;
  };
}
