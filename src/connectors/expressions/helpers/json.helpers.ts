import { HelperError } from '#connectors/expressions/expression.error.js';
import {
  skipUndefined,
  textOf,
  type ExpressionHelper,
} from '#connectors/expressions/helpers/helper.js';
import { toPlain } from '#connectors/expressions/plain-value.js';
import { minifyJson } from '#connectors/codecs/json-text.js';
import { parseJsonExactly } from '#connectors/codecs/json.codec.js';

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
    signature: '$sortKeys(value)',
    meaning: 'The same value with the keys of all objects in ascending order, at every depth.',
    arity: 1,
    run: skipUndefined(([value]) => sortKeys(toPlain(value))),
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

function parse(text: string): unknown {
  const parsed = parseJsonExactly(text);
  if (parsed.ok) return parsed.value;
  throw new HelperError('The text is not JSON.');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  // Note that JavaScript always puts keys that are small whole numbers first, in numeric order.
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
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
