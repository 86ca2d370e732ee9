/**
 * Does something for every item, a few at a time, so that a long list does not take all connections at once.
 *
 * @throws the first error, after the items under way have ended; later items are not begun then
 */
export async function eachLimited<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await work(next.value);
  };
  const ends = await Promise.allSettled(Array.from({ length: limit }, lane));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
