/** What stands after the `?` of an address; anybody can write anything there. */

/** A text of the address, left out where there is none. */
export function textOf<K extends string>(
  search: Record<string, unknown>,
  key: K,
): Partial<Record<K, string>> {
  const value = search[key];
  return typeof value === 'string' && value !== '' ? ({ [key]: value } as Record<K, string>) : {};
}

/** One of a few words of the address; anything else is taken for none. */
export function oneOf<K extends string, V extends string>(
  search: Record<string, unknown>,
  key: K,
  values: readonly V[],
): Partial<Record<K, V>> {
  const value = values.find((known) => known === search[key]);
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
