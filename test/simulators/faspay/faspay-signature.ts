import { createHash } from 'node:crypto';

/** SHA-1 over the hex of MD5 over the texts joined as they stand; which ones differs per call. */
export function faspaySignature(...parts: readonly string[]): string {
  const inner = createHash('md5').update(parts.join('')).digest('hex');
  return createHash('sha1').update(inner).digest('hex');
}
