/**
 * Regular expressions in linear time. JSONata's literals are compiled natively by its parser but run
 * here, by an RE2 engine: no backtracking, hence no pattern that takes for ever. What RE2 has not
 * (back-references, look-around) is refused when the expression is checked.
 */
import { RE2JS } from 're2js';
import { HelperError } from '#connectors/expressions/expression.error.js';
import { LimitExceeded } from '#connectors/expressions/limits.js';

const MAX_PATTERN = 500;
/** Sum of the repeat counts (`{n,m}`) of one pattern; each repeat is unrolled when compiled. */
const MAX_REPEATS = 500;
const REPEAT = /\{(\d+)(?:,(\d*))?\}/g;

/** By the literal's own RegExp object, which lives as long as the syntax tree that holds it. */
const programs = new WeakMap<RegExp, RE2JS>();

/**
 * Compiles a regular expression literal.
 *
 * @throws HelperError when the linear-time engine can't run it
 */
export function compileLinear(literal: RegExp): RE2JS {
  const known = programs.get(literal);
  if (known !== undefined) return known;
  const program = compile(literal);
  programs.set(literal, program);
  return program;
}

function compile(literal: RegExp): RE2JS {
  let repeats = 0;
  for (const [, low = '0', high] of literal.source.matchAll(REPEAT)) {
    repeats += Math.max(Number(low), Number(high ?? 0));
  }
  if (literal.source.length > MAX_PATTERN || repeats > MAX_REPEATS) {
    throw new HelperError('The regular expression is too large; shorten it or its repeat counts.');
  }
  const flags =
    (literal.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (literal.multiline ? RE2JS.MULTILINE : 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(literal.source), flags);
  } catch {
    throw new HelperError(
      'The regular expression uses something that is not available here; back-references and look-around are not.',
    );
  }
}

/**
 * Makes the constructor that JSONata takes as its `RegexEngine`: the part of RegExp that it uses
 * (`lastIndex` and `exec`, always global).
 *
 * @param maxWork characters times program size that one search may cost
 */
export function linearRegexEngine(maxWork: number): RegExpConstructor {
  class LinearRegex {
    lastIndex = 0;
    readonly #program: RE2JS;

    constructor(literal: RegExp) {
      this.#program = compileLinear(literal);
    }

    exec(input: unknown): RegExpExecArray | null {
      const text = String(input);
      const from = this.lastIndex;
      if ((text.length - from) * this.#program.re2().numberOfInstructions() > maxWork) {
        throw new LimitExceeded('time');
      }
      const matcher = this.#program.matcher(text);
      if (from > text.length || !matcher.find(from)) {
        this.lastIndex = 0;
        return null;
      }
      this.lastIndex = matcher.end();
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => {
        return matcher.group(index) ?? undefined;
      });
      return Object.assign(groups, { index: matcher.start(), input: text }) as RegExpExecArray;
    }
  }
  return LinearRegex as unknown as RegExpConstructor;
}
