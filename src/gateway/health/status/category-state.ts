/** How a category of integrations is, in the few words that a front desk needs. */

export const STATES = ['fine', 'slow', 'troubled', 'paused', 'down'] as const;
export type State = (typeof STATES)[number];

/** What is known of one provider. */
export interface Observed {
  readonly name: string;
  readonly isPaused: boolean;
  readonly pausedSince: Date | undefined;
  /** Since when calls are not made after repeated failures; undefined while they are. */
  readonly restingSince: Date | undefined;
  /** The last hours in stretches with calls, oldest first. */
  readonly stretches: readonly Stretch[];
}

export interface Stretch {
  readonly at: Date;
  readonly calls: number;
  readonly success_rate: number | null;
  readonly p50_ms: number | null;
}

export interface Condition {
  readonly state: State;
  readonly since: Date | null;
}

/** With fewer calls a rate says nothing. */
const ENOUGH_CALLS = 3;
const TROUBLED_BELOW = 0.9;
/** Longer than a guest at the desk waits gladly. */
const SLOW_MS = 4_000;
/** What happened longer ago says nothing about now. */
const RECENT_MS = 15 * 60_000;

/** How one provider is, and since when. */
export function conditionOf(provider: Observed, now: Date): Condition {
  if (provider.isPaused) return { state: 'paused', since: provider.pausedSince ?? null };
  if (provider.restingSince) return { state: 'down', since: provider.restingSince };
  const told = provider.stretches.filter(({ calls }) => calls >= ENOUGH_CALLS);
  const last = told.at(-1);
  if (!last || now.getTime() - last.at.getTime() > RECENT_MS) return { state: 'fine', since: null };
  const state = stateOf(last);
  if (state === 'fine') return { state, since: null };
  // As long as it was not fine in between, it is the same trouble.
  const lastFine = told.findLastIndex((stretch) => stateOf(stretch) === 'fine');
  return { state, since: told[lastFine + 1]?.at ?? last.at };
}

/**
 * How a category is: down or paused when nothing in it works, troubled when some of it does not, slow when some of it is
 * slow.
 */
export function conditionOfCategory(providers: readonly Condition[]): Condition {
  const [first, ...others] = [...providers].sort(bySeverity);
  if (!first) return { state: 'fine', since: null };
  const works = [first, ...others].some(({ state }) => state !== 'down' && state !== 'paused');
  // Somebody paused it on purpose, and the others do its work.
  if (works && first.state === 'paused') return conditionOfCategory(others);
  const state = works && first.state === 'down' ? 'troubled' : first.state;
  const times = [first, ...others].flatMap((one) =>
    one.state === first.state && one.since ? [one.since.getTime()] : [],
  );
  return { state, since: times.length > 0 ? new Date(Math.min(...times)) : null };
}

function stateOf({ success_rate: rate, p50_ms: typical }: Stretch): State {
  if (rate !== null && rate < TROUBLED_BELOW) return 'troubled';
  return typical !== null && typical > SLOW_MS ? 'slow' : 'fine';
}

function bySeverity(a: Condition, b: Condition): number {
  return STATES.indexOf(b.state) - STATES.indexOf(a.state);
}
