import { HelperError } from '#connectors/expressions/expression.error.js';
import {
  choiceOf,
  integerOf,
  recordOf,
  skipUndefined,
  textOf,
  type ExpressionHelper,
} from '#connectors/expressions/helpers/helper.js';
import { toPlain } from '#connectors/expressions/plain-value.js';
import { MAX_DEPTH } from '#connectors/codecs/codec.error.js';
import { minifyJson } from '#connectors/codecs/json-text.js';
import { parseJsonExactly } from '#connectors/codecs/json.codec.js';

const UNICODE_FORMS = ['escaped', 'plain'] as const;
const BEYOND_ASCII = /[\u0080-\uffff]/g;
/** Line ends of JavaScript, which PHP escapes even where it leaves other characters alone. */
const LINE_ENDS = /[\u2028\u2029]/g;

export const JSON_HELPERS: readonly ExpressionHelper[] = [
  {
    name: 'json',
    signature: '$json(value)',
    meaning:
      'Compact JSON text. Unlike $string, numbers are not rounded to 15 digits and texts are quoted.',
    arity: 1,
    run: skipUndefined(([value]) => JSON.stringify(toPlain(value))),
  },
  {
    name: 'phpJson',
    signature: "$phpJson(value, unicode = 'escaped')",
    meaning:
      "Compact JSON text as PHP's json_encode writes it: / as \\/ and, unless unicode is 'plain', all beyond ASCII as \\uXXXX.",
    arity: 2,
    run: skipUndefined(([value, unicode = 'escaped']) =>
      phpJson(toPlain(value), choiceOf(unicode, 'The way of writing', UNICODE_FORMS)),
    ),
  },
  {
    name: 'parseJson',
    signature: '$parseJson(text)',
    meaning: 'The value of a JSON text; integers too large for a number stay text.',
    arity: 1,
    run: skipUndefined(([text]) => parse(textOf(text, 'The text'))),
  },
  {
    name: 'minifyJson',
    signature: '$minifyJson(text)',
    meaning:
      'JSON text without white space between its tokens; numbers, escapes, order and repeated keys stay as written.',
    arity: 1,
    run: skipUndefined(([text]) => minifyJson(textOf(text, 'The text'))),
  },
  {
    name: 'sortKeys',
    signature: '$sortKeys(value, levels?)',
    meaning:
      'The same value with the keys of all objects in ascending order, at every depth or so many levels down.',
    arity: 2,
    run: skipUndefined(([value, levels = MAX_DEPTH]) =>
      sortKeys(toPlain(value), integerOf(levels, 'The number of levels', 1, MAX_DEPTH)),
    ),
  },
  {
    name: 'omit',
    signature: '$omit(object, keys)',
    meaning:
      'The object without these keys, one or a list of them; quicker than $sift with a function.',
    arity: 2,
    run: skipUndefined(([object, keys]) => omit(recordOf(object, 'The value'), keys)),
  },
  {
    name: 'compact',
    signature: '$compact(value)',
    meaning:
      'The same value without null, empty texts, empty lists and empty objects, at every depth.',
    arity: 1,
    run: skipUndefined(([value]) => compact(toPlain(value))),
  },
];

function phpJson(value: unknown, unicode: (typeof UNICODE_FORMS)[number]): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(unicode === 'escaped' ? BEYOND_ASCII : LINE_ENDS, escapeUnit);
}

/** One UTF-16 unit: PHP writes a character beyond the first plane as a surrogate pair, too. */
function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function parse(text: string): unknown {
  const parsed = parseJsonExactly(text);
  if (parsed.ok) return parsed.value;
  throw new HelperError('The text is not JSON.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortKeys(value: unknown, levels: number): unknown {
  if (levels === 0) return value;
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, levels - 1));
  if (!isRecord(value)) return value;
  // Note that JavaScript always puts keys that are small whole numbers first, in numeric order.
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key], levels - 1)]),
  );
}

function omit(object: Readonly<Record<string, unknown>>, keys: unknown): unknown {
  const names = [keys].flat().map((key) => textOf(key, 'A key'));
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)));
}

function compact(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(compact).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (isRecord(value)) {
    const fields = Object.entries(value)
      .map(([key, inner]) => [key, compact(inner)] as const)
      .filter(([, inner]) => inner !== undefined);
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }
  return value === null || value === '' ? undefined : value;
}
