import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mergePatch, readPresetJson } from './preset-file.js';

describe('a merge patch', () => {
  // The test cases of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('on %j with %j gives %j', (target, patch, merged) => {
    expect(mergePatch(target, patch)).toEqual(merged);
  });

  it('makes no prototype out of a key', () => {
    const patch: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    const merged = mergePatch({}, patch) as Record<string, unknown>;
    expect(Object.keys(merged)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a preset file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presets-'));
    await mkdir(join(folder, 'bases'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = async (name: string, json: unknown): Promise<string> => {
    await writeFile(join(folder, name), JSON.stringify(json));
    return join(folder, name);
  };

  it('without a base is itself', async () => {
    expect(readPresetJson(await write('one.json', { a: 1 }))).toEqual({ a: 1 });
  });

  it('is merged onto its bases, the nearest last', async () => {
    await write('bases/rail.json', { a: 1, b: 1, c: { d: 1, e: 1 } });
    await write('bases/bank-rail.json', { extends: 'rail', b: 2, c: { d: 2 } });
    const path = await write('bank.json', { extends: 'bank-rail', c: { e: null, f: 3 } });
    expect(readPresetJson(path)).toEqual({ a: 1, b: 2, c: { d: 2, f: 3 } });
  });

  it.each([
    ['a path', '../secrets'],
    ['no text', 7],
    ['a file that is not there', 'nothing'],
  ])('is refused when its base is %s', async (_what, base) => {
    const path = await write('one.json', { extends: base });
    expect(() => readPresetJson(path)).toThrow(/^extends: /);
  });

  it('is refused when its bases go round in a circle', async () => {
    await write('bases/round.json', { extends: 'round' });
    const path = await write('one.json', { extends: 'round' });
    expect(() => readPresetJson(path)).toThrow(/more than 3 bases/);
  });
});
