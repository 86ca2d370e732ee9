const WIB_OFFSET_MS = 7 * 3_600_000;

/** `YYYY-MM-DD HH:mm:ss` in Western Indonesian Time, the only form this vendor writes. */
export function wibText(ms: number): string {
  return new Date(ms + WIB_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads `YYYY-MM-DD HH:mm:ss +0700`, as requests write it; undefined when it is no such thing. */
export function parseZonedTime(text: string): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/.exec(text);
  if (!found) return undefined;
  const ms = Date.parse(`${found[1] ?? ''}T${found[2] ?? ''}${found[3] ?? ''}:${found[4] ?? ''}`);
  return Number.isNaN(ms) ? undefined : ms;
}
