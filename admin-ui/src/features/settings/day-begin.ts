/** Midnight of a hotel's day, as the API wants moments. */

const DAY_MS = 86_400_000;

/**
 * @param day `2026-11-21`
 * @param later days to add, 1 for the end of the day
 * @returns undefined for what is no day
 */
export function dayBegin(day: string, zone: string, later: number): string | undefined {
  const utc = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (Number.isNaN(utc)) return undefined;
  const midnight = utc + later * DAY_MS;
  return new Date(midnight - offsetMs(midnight, zone)).toISOString();
}

/** How far the clocks of a zone are ahead of UTC. */
function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  const [, sign, hours = '0', minutes = '0'] =
    /GMT([+-])(\d\d):(\d\d)/.exec(parts?.value ?? '') ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
}
