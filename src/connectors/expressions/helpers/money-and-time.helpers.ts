import { exponentOf, rescale, toDecimal } from '#core/money/money.js';
import { formatInZone, parseInZone } from '#core/time/zones.js';
import { HelperError } from '#connectors/expressions/expression.error.js';
import {
  integerOf,
  optionalText,
  recordOf,
  skipUndefined,
  textOf,
  type ExpressionHelper,
} from '#connectors/expressions/helpers/helper.js';

const FORMATS =
  "iso, iso_ms, unix, unix_ms, or a picture of yyyy MM dd HH mm ss SSS EEE MMM, Z (+0700), XXX (+07:00) and 'text'";

export const MONEY_AND_TIME_HELPERS: readonly ExpressionHelper[] = [
  {
    name: 'decimal',
    signature: '$decimal(minor, currency, places?)',
    meaning:
      "Decimal text of an amount in minor units: '150000', with places 2 '150000.00'. Never rounds.",
    arity: 3,
    run: skipUndefined(([minor, currency, places]) =>
      toDecimal(
        minorOf(minor),
        textOf(currency, 'The currency'),
        places === undefined ? undefined : integerOf(places, 'The number of places', 0, 8),
      ),
    ),
  },
  {
    name: 'minor',
    signature: '$minor(minor, currency, exponent)',
    meaning:
      'An amount in minor units re-scaled to the decimal places a vendor counts in: a number, or a table by currency such as money.exponents, in which what is not named stays as it is.',
    arity: 3,
    run: skipUndefined(([minor, currency, exponent]) => {
      const code = textOf(currency, 'The currency');
      return rescale(minorOf(minor), exponentOf(code), vendorExponent(exponent, code));
    }),
  },
  {
    name: 'timestamp',
    signature: "$timestamp(format = 'iso', zone = 'UTC')",
    meaning: `The moment of the call. Formats: ${FORMATS}. Zones: IANA names, +07:00, WIB, WITA, WIT.`,
    arity: 2,
    run: ([format, zone], { nowMs }) =>
      formatInZone(
        new Date(nowMs),
        optionalText(format, 'The format') ?? 'iso',
        optionalText(zone, 'The zone'),
      ),
  },
  {
    name: 'formatTime',
    signature: "$formatTime(isoOrMillis, format = 'iso', zone = 'UTC')",
    meaning: 'A given moment in the formats of $timestamp.',
    arity: 3,
    run: skipUndefined(([moment, format, zone]) =>
      formatInZone(
        typeof moment === 'number' ? new Date(moment) : parseInZone(textOf(moment, 'The time')),
        optionalText(format, 'The format') ?? 'iso',
        optionalText(zone, 'The zone'),
      ),
    ),
  },
  {
    name: 'parseTime',
    signature: "$parseTime(text, zone = 'UTC')",
    meaning:
      'ISO 8601 UTC text of a time as vendors write it: ISO with any fraction, YYYY-MM-DD HH:mm:ss or YYYYMMDDHHmmss local in the zone, or an epoch.',
    arity: 2,
    run: skipUndefined(([time, zone]) =>
      parseInZone(
        typeof time === 'number' ? time : textOf(time, 'The time'),
        optionalText(zone, 'The zone'),
      ).toISOString(),
    ),
  },
];

function vendorExponent(value: unknown, currency: string): number {
  if (typeof value !== 'object' || value === null) {
    return integerOf(value, 'The exponent', 0, 8);
  }
  const own = Object.hasOwn(value, currency) ? recordOf(value, 'The table')[currency] : undefined;
  return own === undefined ? exponentOf(currency) : integerOf(own, 'The exponent', 0, 8);
}

function minorOf(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new HelperError('The amount must be a number of minor units.');
}
