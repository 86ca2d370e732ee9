import { v7 } from 'uuid';
import { pooledRandomBytes } from './random-pool.js';

const SEQUENCE_LIMIT = 0xffff_ffff;

let lastMs = 0;
let sequence = 0;

/**
 * A time-ordered id (UUID version 7): rows sort by it, also those of one millisecond, as far as one process makes
 * them. Of its 74 free bits 42 are new in each id and can't be guessed from another one.
 */
export function newId(): string {
  const random = pooledRandomBytes(16);
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // Half of the range, so that there is room to count up within the millisecond.
    sequence = random.readUInt32BE(0) >>> 1;
  } else if (sequence < SEQUENCE_LIMIT) {
    sequence += 1;
  } else {
    lastMs += 1;
    sequence = 0;
  }
  return v7({ random, msecs: lastMs, seq: sequence });
}
