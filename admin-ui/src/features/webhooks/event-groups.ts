/** The catalogue by subject: `payment.received` stands under `payment`. */

export interface EventGroup<T> {
  readonly subject: string;
  readonly kinds: readonly T[];
}

export function groupEvents<T extends { readonly event: string }>(
  kinds: readonly T[],
): readonly EventGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const kind of kinds) {
    const subject = kind.event.split('.')[0] ?? kind.event;
    groups.set(subject, [...(groups.get(subject) ?? []), kind]);
  }
  return [...groups].map(([subject, members]) => ({ subject, kinds: members }));
}

/** What is subscribed after a pattern was switched on or off; a wider one takes the place of those it covers. */
export function togglePattern(chosen: readonly string[], pattern: string): string[] {
  if (chosen.includes(pattern)) return chosen.filter((one) => one !== pattern);
  return [...chosen.filter((one) => !covers(pattern, one)), pattern];
}

/** Whether `wide` means everything that `narrow` means. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === '*' || wide === narrow) return true;
  return wide.endsWith('.*') && narrow.startsWith(wide.slice(0, -1));
}
