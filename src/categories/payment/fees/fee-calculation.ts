/**
 * What a vendor takes for one payment, out of its fee table. All arithmetic is on integers.
 *
 * fee = percent of the amount + fixed, raised to `min`, cut to `max`, plus `tax_percent` of that (VAT on the fee).
 * Rounding happens once, at the end, up to the next minor unit: an estimate never promises too little.
 */
import { ANY_METHOD } from '#providers/fee-check.js';
import type { Fee } from '#providers/preset.schemas.js';

/** A rate has at most four decimals and is per hundred: "0.7" is 7,000 of a million. */
const RATE_DECIMALS = 4;
const RATE_SCALE = 1_000_000n;

/** The entry for a method, else the one for all methods; undefined when the table says nothing about it. */
export function findFee(fees: readonly Fee[], method: string): Fee | undefined {
  return fees.find((fee) => fee.method === method) ?? fees.find((fee) => fee.method === ANY_METHOD);
}

/**
 * @param amount minor units; undefined when it is not known yet
 * @returns minor units, or null when the entry gives no figure, or none without an amount
 */
export function calculateFee(fee: Fee, amount: number | undefined): number | null {
  if (fee.percent === undefined && fee.fixed === undefined) return null;
  const percent = scaledRate(fee.percent ?? '0');
  if (percent > 0n && amount === undefined) return null;
  const share = BigInt(amount ?? 0) * percent + BigInt(fee.fixed ?? 0) * RATE_SCALE;
  const taxed = bounded(share, fee) * (RATE_SCALE + scaledRate(fee.tax_percent ?? '0'));
  return roundedUp(taxed, RATE_SCALE * RATE_SCALE);
}

/** Whether the entry holds amounts of money, which mean something in one currency only. */
export function hasAmounts({ fixed, min, max }: Fee): boolean {
  return [fixed, min, max].some((amount) => amount !== undefined && amount !== 0);
}

function bounded(share: bigint, { min, max }: Fee): bigint {
  const lowest = min === undefined ? share : larger(share, BigInt(min) * RATE_SCALE);
  return max === undefined ? lowest : smaller(lowest, BigInt(max) * RATE_SCALE);
}

function scaledRate(rate: string): bigint {
  const [whole = '', fraction = ''] = rate.split('.');
  return BigInt(whole + fraction.padEnd(RATE_DECIMALS, '0'));
}

function roundedUp(value: bigint, unit: bigint): number {
  return Number((value + unit - 1n) / unit);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
