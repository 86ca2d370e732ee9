import { describe, expect, it } from '@jest/globals';
import { refsOf } from './webhook-refs.js';

describe('refsOf', () => {
  it('collects what the vendor and we call it, once each', () => {
    const event = {
      reference: 'ORD-1',
      gateway_transaction_id: 77,
      status: 'paid',
      refs: { token: 'tok-1', reference: 'ORD-1' },
    };
    const result = { event_id: 'e-1', outcome: 'applied', detail: '', subject_id: 'p-1' } as const;
    expect(refsOf([{ id: 'e-1', event }], [result])).toEqual([
      'e-1',
      'ORD-1',
      '77',
      'tok-1',
      'p-1',
    ]);
  });

  it('leaves out what nobody could look for', () => {
    const event = { reference: '', message_id: 'x'.repeat(300), note: 'hello' };
    expect(refsOf([{ id: 'body:abc:0', event }], [])).toEqual([]);
  });
});
