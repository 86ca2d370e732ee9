import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

interface ThrottleRule {
  /** So many failures cost nothing: people mistype. */
  readonly free: number;
  readonly maxDelayS: number;
  /** Many people may stand behind it: one who signs in takes back the own attempt only. */
  readonly isShared: boolean;
}

const FIRST_DELAY_S = 5;
const QUARTER_HOUR_S = 900;

/** What is counted apart. */
export const THROTTLE_RULES = {
  /** One account from one network. */
  account_here: { free: 5, maxDelayS: QUARTER_HOUR_S, isShared: false },
  /** One account from everywhere: short, because strangers could use it against the owner. */
  account: { free: 25, maxDelayS: 60, isShared: false },
  /** One network, whatever accounts it tries. */
  network: { free: 25, maxDelayS: QUARTER_HOUR_S, isShared: true },
  /** Codes of the second factor: only who knows the password gets there. */
  second_factor: { free: 5, maxDelayS: QUARTER_HOUR_S, isShared: false },
} as const satisfies Record<string, ThrottleRule>;

export interface ThrottleKey {
  readonly rule: keyof typeof THROTTLE_RULES;
  readonly key: string;
}

/** How long the next attempt has to wait after so many failures. */
export function delayS(rule: keyof typeof THROTTLE_RULES, failures: number): number {
  const { free, maxDelayS } = THROTTLE_RULES[rule];
  if (failures < free) return 0;
  return Math.min(maxDelayS, FIRST_DELAY_S * 2 ** (failures - free));
}

/** What an attempt to sign in counts for. The address is kept as a hash: people type passwords there too. */
export function loginKeys(email: string, ip: string): ThrottleKey[] {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  const network = networkOf(ip);
  return [
    { rule: 'account_here', key: `account:${account}@${network}` },
    { rule: 'account', key: `account:${account}` },
    { rule: 'network', key: `network:${network}` },
  ];
}

export function secondFactorKey(userId: string): ThrottleKey {
  return { rule: 'second_factor', key: `second-factor:${userId}` };
}

/** IPv6 hands out /64 networks to single homes: each counts as one address. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  const [a, b, c, d] = (address as ipaddr.IPv6).parts;
  return [a, b, c, d].map((part) => (part ?? 0).toString(16)).join(':') + '::/64';
}
