/**
 * JSONata's own functions, each behind a guard. A builtin runs to its end without looking at any limit,
 * so what it may be given and what it may make is checked before it starts.
 */
import jsonata from 'jsonata';
import { HelperError } from '#connectors/expressions/expression.error.js';
import type { FunctionDefinition, NativeFunction } from '#connectors/expressions/jsonata.types.js';
import { LimitExceeded } from '#connectors/expressions/limits.js';
import { meterOf, type Meter } from '#connectors/expressions/meter.js';

const BUILTINS = (
  'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad ' +
  'match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs ' +
  'sqrt power random boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse ' +
  'each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent encodeUrl ' +
  'decodeUrlComponent decodeUrl toMillis fromMillis clone'
).split(' ');

/** Looks at the arguments before the call; may hand on others. */
type Guard = (args: readonly unknown[], meter: Meter) => readonly unknown[];

const GUARDS: Readonly<Record<string, Guard>> = {
  pad: guardPad,
  join: guardJoin,
  match: meterMatcher,
  contains: meterMatcher,
  split: meterMatcher,
  replace: guardReplace,
  zip: guardZip,
  string: guardPrettyPrint,
  clone: guardClone,
  formatNumber: guardPicture,
  formatInteger: guardPicture,
  fromMillis: guardPicture,
  toMillis: guardFreePicture,
  parseInteger: guardFreePicture,
};

/** Builtins made anew because the original is quadratic. */
const REPLACEMENTS: Readonly<Record<string, NativeFunction>> = { distinct };

let definitions: Promise<ReadonlyMap<string, FunctionDefinition>> | undefined;

/** All builtins behind guards, plus `eval`, `now` and `millis` in our own version; made once. */
export function guardedBuiltins(): Promise<ReadonlyMap<string, FunctionDefinition>> {
  definitions ??= guardAll();
  return definitions;
}

async function guardAll(): Promise<ReadonlyMap<string, FunctionDefinition>> {
  const guarded = new Map<string, FunctionDefinition>();
  for (const name of BUILTINS) {
    const original = (await jsonata(`$${name}`).evaluate(null)) as FunctionDefinition;
    const implementation = REPLACEMENTS[name] ?? original.implementation;
    guarded.set(name, { ...original, implementation: guard(implementation, GUARDS[name]) });
  }
  guarded.set('now', define(nowFrom(guarded.get('fromMillis'))));
  guarded.set('millis', define(millis));
  guarded.set('eval', define(refuseEval));
  return guarded;
}

/** Wraps an implementation as a value that variables can hold. */
export function define(implementation: NativeFunction): FunctionDefinition {
  return { _jsonata_function: true, implementation };
}

/**
 * Puts the checks every function call needs before an implementation: one step, arguments within
 * limits, text results accounted for.
 */
export function guard(original: NativeFunction, check?: Guard): NativeFunction {
  const guarded: NativeFunction = function (...args) {
    const meter = meterOf(this.environment);
    void meter.step();
    for (const arg of args) meter.admit(arg);
    const result = original.apply(this, [...(check?.(args, meter) ?? args)]);
    if (typeof result === 'string') meter.produce(result.length);
    return result;
  };
  return disguise(guarded, original.length, () => original.toString());
}

/** JSONata reads a native function's arity from `length` and its parameters from the source text. */
export function disguise(
  wrapper: NativeFunction,
  length: number,
  sourceText: () => string,
): NativeFunction {
  return Object.defineProperties(wrapper, {
    length: { value: length },
    toString: { value: sourceText },
  });
}

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

/** A transform begins with a copy; its changes make remembered weights wrong. */
function guardClone(args: readonly unknown[], meter: Meter): readonly unknown[] {
  meter.distrustWeights();
  meter.admit(args[0]);
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

/** The original compares every pair; here equal values meet under one canonical text. */
function distinct(list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const seen = new Set<unknown>();
  return list.filter((item: unknown) => {
    const key = typeof item === 'object' && item !== null ? canonical(item) : item;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Same text for deeply equal structures whatever the order of their keys; no other value is equal to it. */
function canonical(value: unknown): string {
  return `\u0000${JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const record = inner as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key]]),
    );
  })}`;
}

function nowFrom(fromMillis: FunctionDefinition | undefined): NativeFunction {
  if (fromMillis === undefined) throw new Error('JSONata has no $fromMillis any more');
  const now: NativeFunction = function (picture, zone) {
    return fromMillis.implementation.call(this, meterOf(this.environment).nowMs, picture, zone);
  };
  return disguise(now, 2, () => '(picture, zone)');
}

function millis(this: ThisParameterType<NativeFunction>): number {
  return meterOf(this.environment).nowMs;
}

function refuseEval(): never {
  throw new HelperError('$eval is not available; write the expression where its result is needed.');
}
