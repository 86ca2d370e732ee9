import { describe, expect, it } from '@jest/globals';
import { inOrderOfUse } from './vars-order.js';

const namesOf = (vars: Record<string, string>) => inOrderOfUse(vars).map(([name]) => name);

describe('the order of vars', () => {
  it('is by use, as a database that sorts keys by their length may have mixed them', () => {
    const vars = {
      text: '=vars.timestamp & vars.digest',
      digest: '=$hash(vars.`timestamp`)',
      timestamp: '=$timestamp()',
    };
    expect(namesOf(vars)).toEqual(['timestamp', 'digest', 'text']);
    expect(inOrderOfUse(vars)[2]).toEqual(['text', '=vars.timestamp & vars.digest']);
  });

  it('is as written where nothing depends on anything', () => {
    expect(namesOf({ b: '=1', a: '=2' })).toEqual(['b', 'a']);
  });

  it('has each once, also where two name each other or one names itself', () => {
    expect(namesOf({ a: '=vars.b', b: '=vars.a & vars.b' })).toEqual(['b', 'a']);
  });

  it('leaves alone what an earlier scheme has made', () => {
    expect(namesOf({ a: '=vars.earlier & vars.constructor' })).toEqual(['a']);
  });
});
