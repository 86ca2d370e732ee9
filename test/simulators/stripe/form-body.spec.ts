import { describe, expect, it } from '@jest/globals';
import { FormError, parseForm } from '#test/simulators/stripe/form-body.js';

describe('parseForm', () => {
  it('reads hashes, indexed lists and escapes', () => {
    const raw =
      'line_items[0][price_data][name]=Deposit%20%26%20more&line_items[0][quantity]=1&line_items[1][quantity]=2&a=b+c&empty=';
    expect(parseForm(raw)).toEqual({
      line_items: [{ price_data: { name: 'Deposit & more' }, quantity: '1' }, { quantity: '2' }],
      a: 'b c',
      empty: '',
    });
  });

  it('reads escaped brackets and lists without indexes', () => {
    expect(parseForm('expand%5B%5D=a&expand[]=b&created%5Bgte%5D=1')).toEqual({
      expand: ['a', 'b'],
      created: { gte: '1' },
    });
  });

  it.each([
    ['a list that begins with 1', 'a[1]=x'],
    ['a list with a gap', 'a[0]=x&a[2]=y'],
    ['a field that is given twice', 'a=1&a=2'],
    ['a value that is a hash as well', 'a=1&a[b]=2'],
    ['a hash that is a value as well', 'a[b]=2&a=1'],
    ['a broken bracket', 'a[b=1'],
    ['a name with a dot', 'a.b=1'],
    ['a field without a value', 'a'],
    ['a broken escape', 'a=%zz'],
  ])('refuses %s', (_what, raw) => {
    expect(() => parseForm(raw)).toThrow(FormError);
  });
});
