import { v7 } from 'uuid';
import { pooledRandomBytes } from './random-pool.js';

/** A time-ordered id (UUID version 7): rows sort by it, and its 74 random bits can't be guessed. */
export function newId(): string {
  return v7({ random: pooledRandomBytes(16) });
}
