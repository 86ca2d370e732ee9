/** A provider that an operator holds back: it takes webhooks, and no calls are made to its vendor. */
import { VendorError } from '#core/errors/vendor-error.js';

export interface ProviderPause {
  readonly since: Date;
  /** It goes on by itself then; undefined for "until somebody says so". */
  readonly until: Date | undefined;
  readonly reason: string | undefined;
}

/** What may be paused. */
export interface Pausable {
  readonly slug: string;
  readonly pause?: ProviderPause;
}

/** How soon to look again where nobody knows when it goes on. */
const LOOK_AGAIN_MS = 30_000;
/** Never much longer, since it may be resumed before its time. */
const MIN_WAIT_MS = 1_000;

/** The vendor was not asked, because an operator paused the provider. Counts for no breaker; the next may be tried. */
export class ProviderPausedError extends VendorError {
  /** For work that may wait: how long. */
  readonly waitMs: number;

  constructor(slug: string, pause: ProviderPause, now: Date) {
    const waitMs = waitOf(pause, now);
    const end = pause.until === undefined ? '' : ` until ${pause.until.toISOString()}`;
    const why = pause.reason === undefined ? '' : ` (${pause.reason})`;
    super(
      'unavailable',
      `${slug} is paused by an operator${end}${why}; try again later, or resume it under Providers.`,
      { retryAfterS: Math.ceil(waitMs / 1_000) },
    );
    this.waitMs = waitMs;
  }
}

/** @returns undefined for a provider that may be asked */
export function pauseError(provider: Pausable, now = new Date()): ProviderPausedError | undefined {
  const { pause, slug } = provider;
  return pause && isActive(pause, now) ? new ProviderPausedError(slug, pause, now) : undefined;
}

export function isPaused({ pause }: Pick<Pausable, 'pause'>, now = new Date()): boolean {
  return pause !== undefined && isActive(pause, now);
}

/** A pause from its columns; undefined when there is none. */
export function pauseOf(row: {
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly pauseReason: string | null;
}): ProviderPause | undefined {
  if (row.pausedAt === null) return undefined;
  return {
    since: row.pausedAt,
    until: row.pausedUntil ?? undefined,
    reason: row.pauseReason ?? undefined,
  };
}

function isActive({ until }: ProviderPause, now: Date): boolean {
  return until === undefined || until > now;
}

function waitOf({ until }: ProviderPause, now: Date): number {
  const left = until === undefined ? LOOK_AGAIN_MS : until.getTime() - now.getTime();
  return Math.min(LOOK_AGAIN_MS, Math.max(MIN_WAIT_MS, left));
}
