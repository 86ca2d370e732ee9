/** Values and texts that break careless servers, and small damage done to good requests. */
import { Dice } from '#test/fuzz/fuzz-dice.js';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Texts that parsers, databases and templates trip over. */
const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff tail',
  '\ufeff',
  '\u202e',
  '😀'.repeat(50),
  'é\u0301',
  'x'.repeat(300),
  'x'.repeat(20_000),
  '-1',
  '1e309',
  '9007199254740993',
  'NaN',
  'true',
  'null',
  'undefined',
  '[]',
  '{}',
  "'; DROP TABLE payments; --",
  '%',
  '%00',
  '%zz',
  '%c0%ae',
  '../../etc/passwd',
  '=credentials',
  '=$eval("1")',
  '${7*7}',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '00000000-0000-0000-0000-000000000000',
  '0198-not-a-uuid',
  '2026-02-30',
  '2026-11-21T25:61:61Z',
  '+999999-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  'http://',
  'http://[::1]/',
  'javascript:alert(1)',
  'a@b',
  '+62',
  'IDR ',
  'XXX',
  'bm90LWFuLWlk',
  '\r\nx-injected: 1',
];

const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.1,
  1.5,
  1e-9,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  1e21,
  1e100,
  Number.MAX_VALUE,
];

const KEYS: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  '',
  '\u0000',
  'toString',
  'x'.repeat(500),
];

export class Mess {
  private readonly dice: Dice;

  constructor(dice: Dice) {
    this.dice = dice;
  }

  text(): string {
    return this.dice.pick(TEXTS);
  }

  value(): Json {
    return this.dice.pick<() => Json>([
      () => null,
      () => this.dice.hits(0.5),
      () => this.dice.pick(NUMBERS),
      () => this.text(),
      () => [],
      () => ({}),
      () => [this.text(), this.dice.pick(NUMBERS), null],
      () => ({ [this.dice.pick(KEYS)]: this.text() }),
      () => deep(this.dice.pick([3, 30, 300])),
      () => Array.from({ length: 300 }, () => 1),
    ])();
  }

  /** A copy with one thing wrong somewhere. */
  mutated(value: Json): Json {
    if (typeof value !== 'object' || value === null || this.dice.hits(0.15)) return this.value();
    if (Array.isArray(value)) return this.mutatedList(value);
    const keys = Object.keys(value);
    const key = keys.length > 0 ? this.dice.pick(keys) : '';
    const choice = this.dice.next();
    if (choice < 0.15) return without(value, key);
    if (choice < 0.35) {
      return { ...value, ...own(this.dice.pick([...KEYS, 'unknown_field']), this.value()) };
    }
    return { ...value, ...own(key, this.mutated(value[key] ?? null)) };
  }

  /** JSON text, now and then damaged: cut off, repeated keys, bare words, numbers beyond all bounds. */
  jsonText(value: Json): string {
    const text = JSON.stringify(value);
    if (!this.dice.hits(0.2)) return text;
    return this.dice.pick<() => string>([
      () => text.slice(0, Math.floor(this.dice.next() * text.length)),
      () => `${text}${text}`,
      () => text.replaceAll('"', "'"),
      () => text.replace('{', '{"__proto__":{"admin":true},'),
      () => text.replace('{', '{"constructor":{"prototype":{"x":1}},'),
      () => text.replace(/\d+/, '1'.repeat(400)),
      () => text.replace(/\d+/, '1e999'),
      () => '['.repeat(20_000),
      () => `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
      () => 'null',
      () => '"text"',
      () => '\ufeff' + text,
      () => 'NaN',
      () => '',
      () => text.replace('"', '"\\ud800\\u0000'),
    ])();
  }

  /** Damaged bytes of a text. */
  bytes(text: string): Buffer {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length === 0 || !this.dice.hits(0.1)) return bytes;
    for (let i = 0; i < 3; i += 1) {
      bytes[Math.floor(this.dice.next() * bytes.length)] = Math.floor(this.dice.next() * 256);
    }
    return bytes;
  }

  private mutatedList(list: Json[]): Json {
    if (list.length === 0 || this.dice.hits(0.3)) return [...list, this.value()];
    const at = Math.floor(this.dice.next() * list.length);
    return list.map((item, i) => (i === at ? this.mutated(item) : item));
  }
}

/** As an own field, also where the name is `__proto__`. */
function own(key: string, value: Json): Record<string, Json> {
  return Object.defineProperty({}, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function without(value: Record<string, Json>, key: string): Record<string, Json> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function deep(levels: number): Json {
  let value: Json = 1;
  for (let i = 0; i < levels; i += 1) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}
