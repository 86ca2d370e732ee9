/**
 * Phone numbers become E.164 (`+628123456789`) at our border and leave in whatever style a vendor
 * wants. The rules are those of how people here write numbers, not a numbering-plan database.
 */
import { InvalidInputError } from '#core/errors/app-error.js';

interface DialingPlan {
  readonly code: string;
  /** Digit dialled before a national number, absent from the international one. */
  readonly trunk: string;
  /** How a national number may begin when even the trunk digit was left out. */
  readonly bareStart?: RegExp;
}

/** Countries a property may stand in; the first is the default. */
const PLANS = {
  ID: { code: '62', trunk: '0', bareStart: /^8/ },
  MY: { code: '60', trunk: '0' },
  SG: { code: '65', trunk: '' },
  TH: { code: '66', trunk: '0' },
  PH: { code: '63', trunk: '0' },
  VN: { code: '84', trunk: '0' },
  TL: { code: '670', trunk: '' },
  AU: { code: '61', trunk: '0' },
} as const satisfies Record<string, DialingPlan>;
export type PhoneCountry = keyof typeof PLANS;

/** `e164` is `+628…`, `msisdn` `628…`, `local` `08…` (foreign numbers, having none, stay E.164). */
export const PHONE_STYLES = ['e164', 'msisdn', 'local'] as const;
export type PhoneStyle = (typeof PHONE_STYLES)[number];

export interface PhoneOptions {
  /** Country of numbers written without a country code. */
  readonly country?: PhoneCountry;
  /** What digits without `+` or trunk prefix are; vendors' webhooks send `international`. */
  readonly bare?: 'national' | 'international';
}

const E164 = /^\+[1-9]\d{6,14}$/;
const SEPARATORS = /[\s().\-/\u00a0\u2010-\u2015\u200e\u200f\u202a-\u202e]/g;
const MAX_INPUT = 40;

/** A text that is no phone number we can place. The number itself is not repeated: it is guest data. */
export class InvalidPhoneError extends InvalidInputError {
  constructor(field = 'phone') {
    super(
      field,
      'The phone number is not valid; write it as +628123456789 or 08123456789.',
      'invalid_phone',
    );
  }
}

/**
 * Normalises a number as people and vendors write it: `08…`, `628…`, `+62…`, `0062…`, with spaces,
 * dots, dashes or brackets.
 *
 * @returns E.164 with `+`
 * @throws InvalidPhoneError
 */
export function toE164(input: string, options: PhoneOptions = {}): string {
  const plan: DialingPlan = PLANS[options.country ?? 'ID'];
  const text = input.length <= MAX_INPUT ? input.replace(SEPARATORS, '') : '';
  const international = internationalDigits(text, plan, options.bare ?? 'national');
  const result = `+${withoutTrunkAfterCode(international, plan)}`;
  if (!E164.test(result)) throw new InvalidPhoneError();
  return result;
}

/** Whether the text is E.164 already. */
export function isE164(text: string): boolean {
  return E164.test(text);
}

/** Writes a number, in any form `toE164` takes, in the style a vendor asks for. */
export function formatPhone(input: string, style: PhoneStyle, options: PhoneOptions = {}): string {
  const e164 = toE164(input, options);
  const plan: DialingPlan = PLANS[options.country ?? 'ID'];
  switch (style) {
    case 'e164':
      return e164;
    case 'msisdn':
      return e164.slice(1);
    case 'local':
      return e164.startsWith(`+${plan.code}`)
        ? `${plan.trunk}${e164.slice(plan.code.length + 1)}`
        : e164;
  }
}

function internationalDigits(
  text: string,
  plan: DialingPlan,
  bare: 'national' | 'international',
): string {
  if (text.startsWith('+')) return text.slice(1);
  if (text.startsWith('00')) return text.slice(2);
  const trunk = plan.trunk;
  if (trunk !== '' && text.startsWith(trunk)) return plan.code + text.slice(trunk.length);
  return bare === 'international' ? text : bareDigits(text, plan);
}

/**
 * Digits that begin like nothing known may be a landline without its 0 or a foreign number without its
 * +; guessing would send a guest's message to a stranger.
 */
function bareDigits(text: string, plan: DialingPlan): string {
  if (text.startsWith(plan.code) && text.length >= plan.code.length + 7) return text;
  const isNational = plan.bareStart?.test(text) ?? plan.trunk === '';
  return isNational ? plan.code + text : '';
}

/** People write `+62 0812…`: the trunk digit has no place after the country code. */
function withoutTrunkAfterCode(digits: string, plan: DialingPlan): string {
  const doubled = `${plan.code}${plan.trunk}`;
  if (plan.trunk === '' || !digits.startsWith(doubled)) return digits;
  return plan.code + digits.slice(doubled.length);
}
