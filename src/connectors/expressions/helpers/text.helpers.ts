import { InvalidInputError } from '#core/errors/app-error.js';
import { HelperError } from '#connectors/expressions/expression.error.js';
import { formatPhone, PHONE_STYLES } from '#core/phone/phone.js';
import {
  choiceOf,
  integerOf,
  recordOf,
  skipUndefined,
  textOf,
  type ExpressionHelper,
} from '#connectors/expressions/helpers/helper.js';
import { encodeForm } from '#connectors/codecs/form.codec.js';

const MAX_LENGTH = 1_000_000;
const ACCENTS = /[\u0300-\u036f]/g;
const BEYOND_PRINTABLE = /[^\x21-\x7e]+/g;
const NO_WORD = /[^A-Za-z0-9.,-]+/g;

export const TEXT_HELPERS: readonly ExpressionHelper[] = [
  {
    name: 'base64',
    signature: '$base64(text)',
    meaning: 'Base64 of the UTF-8 text (the built-in $base64encode takes Latin-1).',
    arity: 1,
    run: skipUndefined(([text]) => bytes(text).toString('base64')),
  },
  {
    name: 'unbase64',
    signature: '$unbase64(text)',
    meaning: 'UTF-8 text from base64 or base64url.',
    arity: 1,
    run: skipUndefined(([text]) =>
      Buffer.from(textOf(text, 'The text'), 'base64').toString('utf8'),
    ),
  },
  {
    name: 'base64url',
    signature: '$base64url(text)',
    meaning: 'URL-safe base64 of the UTF-8 text, without padding.',
    arity: 1,
    run: skipUndefined(([text]) => bytes(text).toString('base64url')),
  },
  {
    name: 'hex',
    signature: '$hex(text)',
    meaning: 'The UTF-8 bytes in hexadecimal, lower case.',
    arity: 1,
    run: skipUndefined(([text]) => bytes(text).toString('hex')),
  },
  {
    name: 'crc16',
    signature: '$crc16(text)',
    meaning:
      'CRC-16/CCITT-FALSE of the UTF-8 text as four hex digits, upper case: tag 63 of an EMV QR.',
    arity: 1,
    run: skipUndefined(([text]) => crc16(bytes(text))),
  },
  {
    name: 'digits',
    signature: '$digits(text)',
    meaning: 'Only the digits 0-9 of the text.',
    arity: 1,
    run: skipUndefined(([text]) => textOf(text, 'The text').replace(/[^0-9]/g, '')),
  },
  {
    name: 'alnum',
    signature: '$alnum(text, max?)',
    meaning: 'Only A-Z, a-z and 0-9 of the text, cut to max characters.',
    arity: 2,
    run: skipUndefined(([text, max]) => {
      const kept = textOf(text, 'The text').replace(/[^A-Za-z0-9]/g, '');
      return max === undefined ? kept : kept.slice(0, lengthOf(max));
    }),
  },
  {
    name: 'ascii',
    signature: '$ascii(text, max?)',
    meaning:
      'Only printable ASCII, cut to max characters: é becomes e, what has no such letter a space; spaces are single.',
    arity: 2,
    run: skipUndefined(([text, max]) => only(BEYOND_PRINTABLE, text, max)),
  },
  {
    name: 'words',
    signature: '$words(text, max?)',
    meaning:
      'As $ascii, with only A-Z, a-z, 0-9, space and . , - left, for vendors that take no other signs.',
    arity: 2,
    run: skipUndefined(([text, max]) => only(NO_WORD, text, max)),
  },
  {
    name: 'truncate',
    signature: '$truncate(text, max)',
    meaning: 'The text cut to max characters (Unicode code points, none cut in half).',
    arity: 2,
    run: skipUndefined(([text, max]) => truncate(textOf(text, 'The text'), lengthOf(max))),
  },
  {
    name: 'phone',
    signature: "$phone(text, style = 'e164')",
    meaning: "A phone number as e164 '+62812…', msisdn '62812…' or local '0812…'.",
    arity: 2,
    run: skipUndefined(([text, style = 'e164']) =>
      formatPhone(textOf(text, 'The phone number'), choiceOf(style, 'The style', PHONE_STYLES)),
    ),
  },
  {
    name: 'form',
    signature: '$form(object)',
    meaning:
      'Form encoding (application/x-www-form-urlencoded) of an object; lists repeat their name.',
    arity: 1,
    run: skipUndefined(([object]) => form(recordOf(object, 'The value'))),
  },
];

function bytes(value: unknown): Buffer {
  return Buffer.from(textOf(value, 'The text'), 'utf8');
}

function lengthOf(value: unknown): number {
  return integerOf(value, 'The length', 0, MAX_LENGTH);
}

function only(forbidden: RegExp, value: unknown, max: unknown): string {
  const bare = textOf(value, 'The text').normalize('NFKD').replace(ACCENTS, '');
  const kept = bare.replace(forbidden, ' ').trim();
  return max === undefined ? kept : kept.slice(0, lengthOf(max)).trimEnd();
}

function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  let cut = '';
  let left = max;
  for (const character of text) {
    if (left === 0) break;
    cut += character;
    left -= 1;
  }
  return cut;
}

function form(fields: Readonly<Record<string, unknown>>): string {
  try {
    return encodeForm(fields);
  } catch (error) {
    if (error instanceof InvalidInputError) throw new HelperError(error.message);
    throw error;
  }
}

/** Polynomial 0x1021, initial value 0xFFFF, nothing reflected, no final XOR. */
function crc16(data: Buffer): string {
  let crc = 0xffff;
  for (const byte of data) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
