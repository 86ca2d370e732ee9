import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ExpressionEngine } from './expression-engine.js';
import { ExpressionError } from './expression.error.js';

const NOW = new Date('2026-11-20T08:45:42.123Z');
const engine = new ExpressionEngine({ now: () => NOW });

beforeAll(async () => {
  // Starts a worker, so that the specs below measure evaluation and not the loading of modules.
  await engine.evaluate('=$count([1..5000])', {});
});
afterAll(() => engine.close());

const input = {
  request: {
    amount: 150000,
    currency: 'IDR',
    items: [
      { id: 'a', price: 1 },
      { id: 'b', price: 2 },
    ],
  },
  headers: { 'x-signature': 'abc' },
  body: {
    redirect_url: 'https://pay.example/1',
    none: null,
    empty: [],
    one: ['only'],
    flag: false,
  },
  credentials: { server_key: 'sk-verysecret' },
};

describe('ExpressionEngine', () => {
  it.each([
    ['=body.redirect_url', 'https://pay.example/1'],
    ['=request.amount', 150000],
    ['=headers."x-signature"', 'abc'],
    ['=body.none', null],
    ['=body.flag', false],
    ['=body.empty', []],
    ['=body.one', ['only']],
    ['=body.missing.deeper', undefined],
    ['=body.none.deeper', undefined],
    ['=request.items.id', ['a', 'b']],
    ['=request.items[0].id', 'a'],
    ['="text"', 'text'],
    ['=42', 42],
    ['=null', null],
    ['=request.amount & " " & request.currency', '150000 IDR'],
    [
      "=request.items.{ 'n': id, 'p': price * 2 }",
      [
        { n: 'a', p: 2 },
        { n: 'b', p: 4 },
      ],
    ],
    ['=$sum(request.items.price)', 3],
    ['=[1..3]', [1, 2, 3]],
    ['=$now()', '2026-11-20T08:45:42.123Z'],
    ['=$millis()', NOW.getTime()],
    ['=$now("[Y0001]-[M01]-[D01]")', '2026-11-20'],
    ['=$fromMillis(0)', '1970-01-01T00:00:00.000Z'],
    ['=$formatNumber(1234.5, "#,##0.00")', '1,234.50'],
    ['=$pad("7", -3, "0")', '007'],
    ['=$pad("a😀", 5, "xy")', 'a😀xyx'],
    ['=$pad("a", -3)', '  a'],
    ['=$pad("abc", 2, "-")', 'abc'],
    ['=$pad("a", 3, "")', 'a  '],
    ['=$replace("a-b-c", "-", "+")', 'a+b+c'],
    ['=$replace("a1b22", /[0-9]+/, "<$0>")', 'a<1>b<22>'],
    ['=$replace("ab", /(a)(b)/, function($m) { $m.groups[1] & $m.groups[0] })', 'ba'],
    ['=$match("a1b2", /([a-z])([0-9])/).match', ['a1', 'b2']],
    ['=$contains("Hello", /HELLO/i)', true],
    ['=$split("a, b,c", /, */)', ['a', 'b', 'c']],
    ['=$distinct([1, 2, 1, {"a": 1, "b": 2}, {"b": 2, "a": 1}, "1"])', [1, 2, { a: 1, b: 2 }, '1']],
    ['=$map(["a", "b"], $uppercase)', ['A', 'B']],
    ['=$map(["1", "2"], $pad(?, -2, "0"))', ['01', '02']],
    ['=["b", "a"] ~> $sort', ['a', 'b']],
    ['=$sort([10, 9, 1])', [1, 9, 10]],
    ['=$sort(request.items, function($a, $b) { $a.price < $b.price }).id', ['b', 'a']],
    ['=request.items^(>price).id', ['b', 'a']],
    ['=$sort(body.missing)', undefined],
    ['=($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(10))', 3628800],
    ['=$uppercase(body.missing)', undefined],
    ['=function($x) { $x }', undefined],
    ['=[function($x) { $x }, 1]', [1]],
  ])('evaluates %s', async (source, expected) => {
    expect(await engine.evaluate(source, input)).toEqual(expected);
  });

  it('gives plain data without the markers JSONata leaves on it', async () => {
    const result = (await engine.evaluate("=request.items.{ 'n': [id] }", input)) as object[];
    expect(Object.getOwnPropertyNames(result)).toEqual(['0', '1', 'length']);
    expect(Object.getPrototypeOf(result[0])).toBe(Object.prototype);
  });

  it.each([
    ['request.amount', 1, 'begins with'],
    ['=a +', undefined, 'syntax error'],
    ['=$sum(', undefined, 'syntax error'],
    ['=a ~~ b', 4, 'syntax error'],
    ['=$eval("1")', undefined, '$eval'],
    ['=function($x)<n+n+n+:n>{ $x }(1)', undefined, 'signature'],
    ['=body ~> |$$.request|{"amount": 1}|', undefined, '$merge'],
    ['=$match(a, /(x)\\1/)', undefined, 'back-references'],
    ['=$match(a, /(?=x)y/)', undefined, 'look-around'],
    ['=$match(a, /x{9999}/)', undefined, 'too large'],
    ['=$match(a, /[/)', undefined, ''],
    ['=$\u0000meter := 1', 3, 'U+0000'],
  ])('refuses %s when checked', (source, position, part) => {
    const check = () => engine.check(source);
    expect(check).toThrow(ExpressionError);
    expect(check).toThrow(part);
    if (position !== undefined) expect(check).toThrow(`near character ${position}`);
  });

  it.each([
    ['an endless nesting', `=${'('.repeat(3_900)}`, 'syntax error'],
    ['a source that is too long', `=${'a'.repeat(4_000)}`, '4000'],
  ])('refuses %s when checked', (_name, source, part) => {
    expect(() => engine.check(source)).toThrow(part);
  });

  it('takes $eval away however it is reached', async () => {
    await expect(engine.evaluate('=($e := $eval; $e("1"))', {})).rejects.toThrow(
      '$eval is not available',
    );
  });

  it.each([
    ['=credentials.server_key + 1', 'left side must be a number'],
    ['=$number(credentials.server_key)', 'no number'],
    ['=credentials.server_key > 5', 'same type'],
    ['=$toMillis(credentials.server_key)', 'ISO 8601'],
    ['=$nosuch(credentials.server_key)', 'not a function'],
    ['=$hash(credentials.server_key, "rot13")', 'must be one of'],
    ['=$parseJson(credentials.server_key)', 'not JSON'],
    ['=$sign("x", credentials.server_key, "sha256")', 'PEM'],
    ['=1 / 0', 'finite'],
  ])('says why %s fails without repeating the value', async (source, reason) => {
    const failure = engine.evaluate(source, input);
    await expect(failure).rejects.toMatchObject({ status: 422, code: 'failed' });
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.not.toThrow('verysecret');
  });

  it('names the function and the place that failed, also when others run at the same time', async () => {
    const failures = await Promise.allSettled([
      engine.evaluate('=$number("a")', {}),
      engine.evaluate('=1 + 1 + $number("b")', {}),
      engine.evaluate('=$map(["c"], function($x) { $number($x) + 1 })', {}),
    ]);
    const messages = failures.map((failure) =>
      failure.status === 'rejected' ? (failure.reason as Error).message : '',
    );
    expect(messages).toEqual([
      'The expression failed in "number": the value is no number. (near character 9)',
      'The expression failed in "number": the value is no number. (near character 17)',
      'The expression failed in "number": the value is no number. (near character 36)',
    ]);
  });

  it('does not change its input', async () => {
    const frozen = structuredClone(input);
    await engine.evaluate('=$merge([body, {"flag": true}])', input);
    await engine.evaluate('=$append(request.items, {"id": "c"})', input);
    await engine.evaluate('=$sort(request.items.price)', input);
    const grouped = '=($g := body.empty{"n": $count(x)}; [$g, $count(body.empty)])';
    expect(await engine.evaluate(grouped, input)).toEqual([{ n: 0 }, 0]);
    expect(input).toEqual(frozen);
  });

  it("shows the author's own $error message", async () => {
    await expect(engine.evaluate('=$error("no such room")', {})).rejects.toThrow('no such room');
  });

  it('keeps only so many compiled expressions and still evaluates the rest', async () => {
    for (let n = 0; n < 5_100; n += 1) engine.check(`=a${n}`);
    expect(await engine.evaluate('=a0', { a0: 'again' })).toBe('again');
  });
});

describe('heavy expressions', () => {
  it.each([
    ['=$count([1..50000])', 50000],
    ['=$sum([1..20000].($ * 2))', 400020000],
    ['=$length($pad("x", 1000000))', 1000000],
    ['=$toMillis("20/11/2026", "[D]/[M]/[Y]")', Date.UTC(2026, 10, 20)],
    ['=$formatInteger(1999, "I")', 'MCMXCIX'],
    ['=$timestamp("yyyyMMdd", "Asia/Jakarta") & $string($count([1..9999]))', '202611209999'],
  ])('come to their end in a worker: %s', async (source, expected) => {
    expect(await engine.evaluate(source, {})).toEqual(expected);
  });

  it('sort long lists', async () => {
    const numbers = Array.from({ length: 50_000 }, (_, index) => (index * 7_919) % 50_021);
    const sorted = (await engine.evaluate('=$sort(numbers)', { numbers })) as number[];
    expect(sorted).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it('get the whole input', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ id: index, on: index % 2 === 0 }));
    expect(await engine.evaluate('=$count(rows[on])', { rows })).toBe(5_000);
  });

  it('fail with the same clear error as light ones', async () => {
    const failure = engine.evaluate('=$count([1..9999]) + secret', { secret: 'hush' });
    await expect(failure).rejects.toMatchObject({ code: 'failed' });
    await expect(failure).rejects.not.toThrow('hush');
  });
});

const RUNAWAYS: [name: string, source: string, code: string][] = [
  ['endless tail recursion', '=($f := function($x) { $f($x + 1) }; $f(1))', 'time'],
  ['endless recursion', '=($f := function($x) { 1 + $f($x + 1) }; $f(1))', 'limit'],
  ['ten million numbers', '=[1..10000000]', 'limit'],
  ['a text of a billion', '=$pad("x", 1e9)', 'limit'],
  ['a doubled text', '=$reduce([1..100], function($a, $i) { $a & $a }, "x")', 'limit'],
  ['a doubled list', '=$reduce([1..100], function($a, $i) { $append($a, $a) }, [1])', 'limit'],
  ['a doubled pair', '=$string($reduce([1..60], function($a, $i) { [[$a], [$a]] }, [1]))', 'limit'],
  [
    'a doubled object',
    '=$string($reduce([1..60], function($a, $i) { {"l": $a, "r": $a} }, 1))',
    'limit',
  ],
  [
    'a doubled object compared',
    '=($f := function($n) { $n = 0 ? 1 : ($c := $f($n - 1); {"l": $c, "r": $c}) }; $f(40) = $f(40))',
    'limit',
  ],
  ['a wide date', '=$fromMillis(0, "[Y,1000000000]")', 'limit'],
  ['a long roman numeral', '=$formatInteger(1e14, "I")', 'limit'],
  ['a joined product', '=$join($split($pad("", 3000, "a"), ""), $pad("", 4000000, "-"))', 'limit'],
  ['a replaced product', '=$replace($pad("", 200000, "a"), "a", $pad("", 200000, "b"))', 'limit'],
  [
    'a regex-replaced product',
    '=$replace($pad("", 200000, "a"), /a/, $pad("", 200000, "b"))',
    'limit',
  ],
  ['padding many times', '=$map($map([1..2000], $string), $pad(?, 250000))', 'limit|time'],
  ['nested ranges', '=$count([1..90000].[1..90000])', 'time'],
  [
    'a backtracking picture',
    '=$toMillis($pad("", 400, ",") & "!", "[Yw][Mw][Dw][Hw][mw][sw]")',
    'time',
  ],
];

/** Far below any of the stalls these expressions would cause, above the hiccups of a busy machine. */
const MAX_LAG_MS = 300;

describe('runaway expressions', () => {
  it.each(RUNAWAYS)('%s ends and stalls nobody', async (_name, source, code) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const error: unknown = await engine.evaluate(source, {}).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    delay.disable();
    expect(error).toBeInstanceOf(ExpressionError);
    expect(error).toMatchObject({ status: 422, code: expect.stringMatching(code) });
    expect(delay.max / 1e6).toBeLessThan(MAX_LAG_MS);
  });

  it('a hundred at once still leave the event loop alone', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) =>
        engine.evaluate(`=($f := function($x) { $f($x + ${n}) }; $f(1))`, {}),
      ),
    );
    delay.disable();
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(delay.max / 1e6).toBeLessThan(MAX_LAG_MS);
  }, 15_000);

  it('keep others waiting for no longer than it takes to end them', async () => {
    const hogs = [1, 2].map((n) =>
      engine.evaluate(`=($f := function($x) { $f($x + ${n}) }; $f(1))`, {}).catch(() => 'ended'),
    );
    expect(await engine.evaluate('=$count([1..50000])', {})).toBe(50_000);
    expect(await Promise.all(hogs)).toEqual(['ended', 'ended']);
  }, 15_000);

  it('a pattern that would backtrack for ever answers at once', async () => {
    const text = `${'a'.repeat(50_000)}b`;
    const startedAt = performance.now();
    expect(await engine.evaluate('=$contains(text, /^(a+)+$/)', { text })).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('leaves the engine able to work', async () => {
    expect(await engine.evaluate('=$count([1..50000])', {})).toBe(50_000);
  });
});

describe('a closed engine', () => {
  it('refuses heavy work and what was running', async () => {
    const closing = new ExpressionEngine();
    const running = closing.evaluate('=($f := function($x) { $f($x + 1) }; $f(1))', {});
    const refused = expect(running).rejects.toThrow('stopping');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await closing.close();
    await refused;
    await expect(closing.evaluate('=$count([1..50000])', {})).rejects.toThrow('stopping');
    expect(await closing.evaluate('=a.b', { a: { b: 1 } })).toBe(1);
  });
});
