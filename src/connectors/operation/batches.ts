import type { Connector } from '../definition.schemas.js';

/**
 * Cuts a list into batches that the vendor takes in one request, in order.
 *
 * @param sizeOf bytes of one item as it will be written; the default is its JSON. An item that is
 *   too large by itself goes alone, for the vendor to refuse.
 */
export function splitBatches<T>(
  items: readonly T[],
  limits: Connector['limits'],
  sizeOf: (item: T) => number = (item) => Buffer.byteLength(JSON.stringify(item)),
): T[][] {
  const mostItems = limits.batch?.max_items ?? Number.POSITIVE_INFINITY;
  const mostBytes = limits.batch?.max_bytes ?? Number.POSITIVE_INFINITY;
  const batches: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const last = batches.at(-1);
    if (last && last.length < mostItems && bytes + size <= mostBytes) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = size;
    }
  }
  return batches;
}
