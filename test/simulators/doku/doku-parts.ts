/** What the vendor's products share: the merchant, the orders, time as the vendor writes it. */
import type { Kit } from '#test/simulators/kit/simulator.types.js';
import type { DokuAccount } from '#test/simulators/doku/doku-account.js';

export interface DokuParts {
  readonly kit: Kit;
  readonly account: DokuAccount;
}

const WIB_MS = 7 * 3_600_000;

/** `2026-11-20T08:45:42Z`: UTC, no milliseconds. */
export function utcSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-20T15:45:42+07:00`. */
export function wibIso(ms: number): string {
  return `${new Date(ms + WIB_MS).toISOString().slice(0, 19)}+07:00`;
}

/** `20261120154542`: local time without a zone. */
export function wibCompact(ms: number): string {
  return new Date(ms + WIB_MS).toISOString().slice(0, 19).replace(/\D/g, '');
}

/** Text with two decimals, as SNAP has it. */
export function snapAmount(amount: number): { value: string; currency: 'IDR' } {
  return { value: `${amount}.00`, currency: 'IDR' };
}
