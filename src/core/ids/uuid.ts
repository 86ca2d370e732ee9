import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/** Random bytes are fetched for many ids at once: asking the system for each costs more than the id. */
const pool = Buffer.alloc(BYTES * 256);
let offset = pool.length;

/** A time-ordered id (UUID version 7): rows sort by it, and its 74 random bits can't be guessed. */
export function newId(): string {
  if (offset === pool.length) {
    randomFillSync(pool);
    offset = 0;
  }
  const random = pool.subarray(offset, offset + BYTES);
  offset += BYTES;
  return v7({ random });
}
