import jsonata from 'jsonata';
import { describe, expect, it } from '@jest/globals';
import { fastPlanOf, NOT_FAST, runFastPlan } from './fast-path.js';
import { toPlain } from './plain-value.js';

const planOf = (body: string) => fastPlanOf(jsonata(body).ast());

describe('fastPlanOf', () => {
  it.each(['a', 'a.b.c', 'a."x-y"', '`a b`.c', '"text"', '12.5', '-3', 'null', 'true'])(
    'recognises %s',
    (body) => {
      expect(planOf(body)).toBeDefined();
    },
  );

  it.each([
    'a[]',
    'a[0]',
    'a.b[c=1]',
    'a.*',
    '**.b',
    '$',
    '$$.a',
    '$x',
    'a.b{c: d}',
    'a@$v',
    'a#$i',
    'a.%',
    '(a)',
    'a.(b)',
    'a^(b)',
    'a & b',
    '[a]',
    '{"a": b}',
    '$f(a)',
    'a ? b : c',
    '/a/',
  ])('leaves %s to JSONata', (body) => {
    expect(planOf(body)).toBeUndefined();
  });
});

describe('runFastPlan', () => {
  it('answers exactly as JSONata does, or not at all', async () => {
    let state = 11;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 4_294_967_296) * below);
    };
    const names = ['a', 'b', 'length', 'x-y', 'constructor', '__proto__', 'toString'];
    const value = (depth: number): unknown => {
      const leaves = [0, 1.5, '', 'text', true, false, null, undefined, [], {}];
      const kind = depth === 0 ? 0 : next(4);
      if (kind === 1) return Array.from({ length: next(4) }, () => value(depth - 1));
      if (kind >= 2) {
        const entries = Array.from({ length: next(5) }, () => [
          names[next(names.length)],
          value(depth - 1),
        ]);
        return Object.fromEntries(entries) as unknown;
      }
      return leaves[next(leaves.length)];
    };
    let answered = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const input = { a: value(4), b: value(3) };
      const steps = Array.from(
        { length: 1 + next(3) },
        () => `\`${names[next(names.length)] ?? 'a'}\``,
      );
      const body = [next(2) === 0 ? 'a' : 'b', ...steps].join('.');
      const plan = planOf(body);
      const fast = plan === undefined ? NOT_FAST : runFastPlan(plan, input);
      if (fast === NOT_FAST) continue;
      answered += 1;
      expect(toPlain(fast)).toEqual(toPlain(await jsonata(body).evaluate(input)));
    }
    expect(answered).toBeGreaterThan(1_000);
  });

  it.each([
    ['a.b', { a: [{ b: 1 }] }],
    ['a', { a: () => 1 }],
    ['a.b', { a: () => 1 }],
    ['a', { a: Object.assign([1], { sequence: true }) }],
  ])('leaves %s to JSONata when lists or functions are met', (body, input) => {
    const plan = planOf(body);
    expect(plan).toBeDefined();
    expect(plan && runFastPlan(plan, input)).toBe(NOT_FAST);
  });
});
