/**
 * What a builtin may be asked to do, checked before it starts: the sizes of what it would make, and the
 * work that no limit interrupts.
 */
import { LimitExceeded } from '#connectors/expressions/limits.js';
import type { Meter } from '#connectors/expressions/meter.js';

/** Looks at the arguments before the call; may hand on others. */
export type Guard = (args: readonly unknown[], meter: Meter) => readonly unknown[];

/** By the name of the builtin, without its `$`. */
export const BUILTIN_GUARDS: Readonly<Record<string, Guard>> = {
  pad: guardPad,
  join: guardJoin,
  match: meterMatcher,
  contains: meterMatcher,
  split: meterMatcher,
  replace: guardReplace,
  zip: guardZip,
  string: guardPrettyPrint,
  formatNumber: guardPicture,
  formatInteger: guardPicture,
  fromMillis: guardPicture,
  toMillis: guardFreePicture,
  parseInteger: guardFreePicture,
};

function guardPad(args: readonly unknown[], meter: Meter): readonly unknown[] {
  meter.produce(Math.abs(Number(args[1])));
  return args;
}

function guardJoin(args: readonly unknown[], meter: Meter): readonly unknown[] {
  const [list, separator] = args;
  if (Array.isArray(list)) {
    let length = (typeof separator === 'string' ? separator.length : 0) * list.length;
    for (const item of list) length += String(item).length;
    meter.produce(length);
  }
  return args;
}

function guardZip(args: readonly unknown[], meter: Meter): readonly unknown[] {
  const shortest = Math.min(...args.map((arg) => (Array.isArray(arg) ? arg.length : 0)));
  meter.checkItems(shortest * args.length);
  return args;
}

/** Indentation multiplies a deep structure's size. */
function guardPrettyPrint(args: readonly unknown[], meter: Meter): readonly unknown[] {
  if (args[1] === true && !meter.limits.freePictures) throw new LimitExceeded('picture');
  return args;
}

const SHORT_PICTURE = 64;
/** Roman numerals above are thousands of letters. */
const LARGEST_WRITTEN = 1e9;
const WIDE = /\d{3}/;

/** `[Y,1000000000]` or a Roman numeral of a billion would fill the memory. */
function guardPicture(args: readonly unknown[], meter: Meter): readonly unknown[] {
  const [value, picture] = args;
  if (typeof picture !== 'string' || meter.limits.freePictures) return args;
  const isRoman = picture.startsWith('I') || picture.startsWith('i');
  const isHuge = isRoman && Math.abs(Number(value)) > LARGEST_WRITTEN / 1e5;
  const isWide = picture.includes('[') && WIDE.test(picture);
  if (picture.length > SHORT_PICTURE || isHuge || isWide) throw new LimitExceeded('picture');
  return args;
}

/** Reading by picture builds a backtracking pattern from it: only where it can be ended from outside. */
function guardFreePicture(args: readonly unknown[], meter: Meter): readonly unknown[] {
  if (args[1] !== undefined && !meter.limits.freePictures) throw new LimitExceeded('picture');
  return args;
}

interface Match {
  readonly match: string;
  readonly next: () => Found | Promise<Found>;
}
type Found = Match | undefined;
type Matcher = (this: unknown, text: string) => Found | Promise<Found>;

function meterMatcher(args: readonly unknown[], meter: Meter): readonly unknown[] {
  return withMeteredMatcher(args, () => void meter.step());
}

/** The second argument, when it is a regular expression, reports each match. */
function withMeteredMatcher(
  args: readonly unknown[],
  onMatch: (match: Match) => void,
): readonly unknown[] {
  const [text, pattern, ...rest] = args;
  if (typeof pattern !== 'function') return args;
  const metered = (found: Found): Found => {
    if (found === undefined || typeof found.next !== 'function') return found;
    onMatch(found);
    return { ...found, next: () => whenFound(found.next(), metered) };
  };
  const matcher = pattern as Matcher;
  return [
    text,
    function (this: unknown, input: string) {
      return whenFound(matcher.call(this, input), metered);
    },
    ...rest,
  ];
}

function whenFound(
  found: Found | Promise<Found>,
  then: (found: Found) => Found,
): Found | Promise<Found> {
  return found instanceof Promise ? found.then(then) : then(found);
}

/** Few characters and a long replacement make a text of their product. */
function guardReplace(args: readonly unknown[], meter: Meter): readonly unknown[] {
  const [text, pattern, replacement, limit] = args;
  if (typeof text !== 'string') return args;
  let length = text.length;
  const grow = (by: number) => {
    length += by;
    if (length > meter.limits.text) throw new LimitExceeded('text');
  };
  const fixed = typeof replacement === 'string' ? replacement : '';
  if (typeof pattern === 'string') {
    grow(occurrences(text, pattern, Number(limit ?? Infinity)) * fixed.length);
    return args;
  }
  const references = fixed.split('$').length - 1;
  const [, metered] = withMeteredMatcher([text, pattern], ({ match }) => {
    void meter.step();
    grow(fixed.length + references * match.length);
  });
  return [text, metered, growingReplacement(replacement, grow), limit];
}

/** A replacement function's results count as well. */
function growingReplacement(replacement: unknown, grow: (by: number) => void): unknown {
  if (typeof replacement !== 'function') return replacement;
  const count = (text: unknown) => {
    if (typeof text === 'string') grow(text.length);
    return text;
  };
  return function (this: unknown, match: unknown): unknown {
    const result: unknown = Reflect.apply(replacement, this, [match]);
    return result instanceof Promise ? result.then(count) : count(result);
  };
}

function occurrences(text: string, pattern: string, limit: number): number {
  if (pattern === '') return 0;
  let count = 0;
  for (let at = text.indexOf(pattern); at !== -1 && count < limit; count += 1) {
    at = text.indexOf(pattern, at + pattern.length);
  }
  return count;
}
