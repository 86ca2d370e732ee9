const WIB_OFFSET_MS = 7 * 3_600_000;

/** `YYYY-MM-DD HH:mm:ss` in Western Indonesian Time, without saying so. */
export function wibText(ms: number): string {
  return new Date(ms + WIB_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}
