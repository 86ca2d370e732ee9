import { v7 } from 'uuid';

/** A time-ordered id (UUID version 7): rows sort by it, and its 74 random bits can't be guessed. */
export function newId(): string {
  return v7();
}
