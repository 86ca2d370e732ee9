const WIB_OFFSET_MS = 7 * 3_600_000;

/** `YYYY-MM-DD HH:mm:ss` in Western Indonesian Time, the only form this vendor writes. */
export function wibText(ms: number): string {
  return new Date(ms + WIB_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads the same; NaN for a day that does not exist. */
export function wibMoment(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+07:00`);
}
