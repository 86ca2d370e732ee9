/** Yesterday on the hotel's calendar: the last day whose books can be closed. */
export function dayBefore(now: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(now - 86_400_000));
}
