import { describe, expect, it } from '@jest/globals';
import { shapeRefusal } from './request-sizes.js';

const nested = (depth: number): unknown => {
  let body: unknown = [];
  for (let i = 1; i < depth; i += 1) body = { inner: body };
  return body;
};

describe('the shape of a body', () => {
  it.each([undefined, null, 'text', 7, {}, { list: [1, 2, { a: [] }] }, nested(64)])(
    'is fine when it is usual: %#',
    (body) => {
      expect(shapeRefusal(body)).toBeUndefined();
    },
  );

  it('may not nest without end', () => {
    expect(shapeRefusal(nested(65))).toMatchObject({ status: 413, errors: [{ code: 'too_deep' }] });
  });

  it('is looked at without a stack of its own', () => {
    expect(shapeRefusal(nested(200_000))?.status).toBe(413);
  });

  it('may not hold endless lists', () => {
    const body = { outer: { list: new Array(10_001).fill(0) } };
    expect(shapeRefusal(body)).toMatchObject({ status: 413, errors: [{ code: 'too_many_items' }] });
  });

  it('leaves bytes alone', () => {
    expect(shapeRefusal(Buffer.alloc(20_000))).toBeUndefined();
  });
});
