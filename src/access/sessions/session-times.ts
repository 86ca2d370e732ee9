import type { Settings } from '#core/settings/settings.schemas.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The moments by which a session must have begun and been used, to count now. */
export interface SessionLimits {
  readonly beganAfter: Date;
  readonly seenAfter: Date;
}

export function sessionLimits({ sessions }: Pick<Settings, 'sessions'>, now: Date): SessionLimits {
  return {
    beganAfter: new Date(now.getTime() - sessions.lifetime_hours * HOUR_MS),
    seenAfter: new Date(now.getTime() - sessions.idle_minutes * MINUTE_MS),
  };
}

/** Whether its time is over, by its age or by lying idle. */
export function isOver(
  session: { readonly created_at: Date; readonly last_seen_at: Date },
  { beganAfter, seenAfter }: SessionLimits,
): boolean {
  return session.created_at <= beganAfter || session.last_seen_at <= seenAfter;
}

/** When a session ends at the latest, however busy it is. */
export function endOf(createdAt: Date, { sessions }: Pick<Settings, 'sessions'>): Date {
  return new Date(createdAt.getTime() + sessions.lifetime_hours * HOUR_MS);
}
