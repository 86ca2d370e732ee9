/**
 * Takes card numbers and security codes out of bodies before they are stored. Everything else stays
 * byte for byte as it came and every replacement keeps its length, so a stored body remains usable.
 *
 * Booking ids, times and account numbers are long digit runs too; only a run that begins and counts
 * like a card of a known scheme and passes Luhn is taken for one.
 */

/** Cheap first look: is there any run of 13 digits, or a key that may name a security code? */
const SUSPICION = /\d(?:[ +-]?\d){12}|cv[cvn]|csc|security_?code|card_?exp/i;
const CARD_RUN = /(?<![\w+-])\d(?:[ +-]?\d){12,18}(?![\w+-])/g;
const KEY = String.raw`[A-Za-z_-]{0,24}?(?:cvv2?|cvc2?|cvn2?|csc|security_?code|card_?exp[A-Za-z_]{0,16})`;
const JSON_CODE = new RegExp(String.raw`("${KEY}"\s*:\s*)("(?:[^"\\]|\\.)*"|\d+)`, 'gi');
const FORM_CODE = new RegExp(String.raw`((?:^|[&?\s;,\]\[])${KEY}\]?=)([^&\s;,]+)`, 'gi');
const XML_CODE = new RegExp(String.raw`(<(?:\w+:)?${KEY}>)([^<]+)(?=</)`, 'gi');

/** Length and first digits of the card schemes in use. */
const SCHEMES: readonly RegExp[] = [
  /^4\d{12}(?:\d{3}){0,2}$/,
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[68]\d)\d{11}$/,
  /^35\d{14}$/,
  /^6(?:011|4[4-9]\d|5\d{2})\d{12}$/,
  /^62\d{14,17}$/,
  /^(?:5018|5020|5038|5893|6013|6304|6759|676[1-3])\d{12,15}$/,
];

/** The same buffer when there is nothing to mask. */
export function maskCardData(body: Buffer): Buffer {
  const text = body.toString('latin1');
  if (!SUSPICION.test(text)) return body;
  const masked = maskCardText(text);
  return masked === text ? body : Buffer.from(masked, 'latin1');
}

export function maskCardText(text: string): string {
  if (!SUSPICION.test(text)) return text;
  return text
    .replace(CARD_RUN, (run: string, at: number) => maskRun(run, isBareJsonNumber(text, run, at)))
    .replace(JSON_CODE, (_, key: string, value: string) => key + blankJsonValue(value))
    .replace(FORM_CODE, (_, key: string, value: string) => key + '*'.repeat(value.length))
    .replace(XML_CODE, (_, tag: string, value: string) => tag + '*'.repeat(value.length));
}

function maskRun(run: string, bare: boolean): string {
  const digits = run.replace(/\D/g, '');
  if (!SCHEMES.some((scheme) => scheme.test(digits)) || !passesLuhn(digits)) return run;
  let seen = 0;
  return run.replace(/\d/g, (digit) => {
    seen += 1;
    if (seen <= 6 || seen > digits.length - 4) return digit;
    return bare ? '0' : '*';
  });
}

/** A number outside quotes must stay a number, or the JSON breaks. */
function isBareJsonNumber(text: string, run: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 4), at);
  const after = text.slice(at + run.length, at + run.length + 4);
  return /^\d+$/.test(run) && /[:[,]\s*$/.test(before) && /^\s*[,}\]]/.test(after);
}

function blankJsonValue(value: string): string {
  if (!value.startsWith('"')) return '1'.padEnd(value.length, '0');
  return `"${'*'.repeat(value.length - 2)}"`;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += i % 2 === 0 ? digit : doubled;
  }
  return sum % 10 === 0;
}
