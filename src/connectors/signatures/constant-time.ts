import { timingSafeEqual } from 'node:crypto';

/** Compares without telling by its duration where two texts differ; only their lengths leak. */
export function equalInConstantTime(a: string | Buffer, b: string | Buffer): boolean {
  const left = typeof a === 'string' ? Buffer.from(a, 'utf8') : a;
  const right = typeof b === 'string' ? Buffer.from(b, 'utf8') : b;
  return left.length === right.length && timingSafeEqual(left, right);
}
