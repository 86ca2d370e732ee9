import { randomBytes } from 'node:crypto';

const PREFIX = 'KUNCITEST';
const SUFFIX_LENGTH = 7;

/**
 * Our name for a transaction that only tests a connection: capitals and digits, 16 in all, which is what every vendor
 * takes, so that it comes back as it went out and its webhooks are recognised.
 */
export function makeProbeReference(random: (size: number) => Buffer = randomBytes): string {
  return PREFIX + random(4).toString('hex').toUpperCase().slice(0, SUFFIX_LENGTH);
}

/** Whether a vendor speaks of such a transaction; there is no payment of ours behind it. */
export function isProbeReference(reference: string | undefined): boolean {
  return reference !== undefined && /^KUNCITEST[0-9A-F]{7}$/.test(reference);
}
