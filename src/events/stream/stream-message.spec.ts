import { describe, expect, it } from '@jest/globals';
import { condensed, packed, type StreamMessage } from './stream-message.js';

const news = (id: string, more: Partial<StreamMessage> = {}): StreamMessage => ({
  topic: 'payment',
  event: 'payment.received',
  id,
  property_id: null,
  ...more,
});

describe('stream messages', () => {
  it('say equal news once', () => {
    expect(condensed([news('a'), news('a'), news('b')])).toEqual([news('a'), news('b')]);
  });

  it('say that there is much where there is very much', () => {
    const many = Array.from({ length: 30 }, (_, i) => news(`p-${i}`));
    expect(condensed([...many, news('x', { event: 'payment.failed' })])).toEqual([
      { topic: 'payment', event: 'payment.received', property_id: null },
      news('x', { event: 'payment.failed' }),
    ]);
  });

  it('never mix the news of two properties', () => {
    const [a, b] = ['hotel-a', 'hotel-b'].map((property_id) =>
      Array.from({ length: 30 }, (_, i) => news(`p-${i}`, { property_id })),
    );
    expect(condensed([...(a ?? []), ...(b ?? [])]).map(({ property_id }) => property_id)).toEqual([
      'hotel-a',
      'hotel-b',
    ]);
  });

  it('fit into notifications and lose nothing', () => {
    const messages = Array.from({ length: 300 }, (_, i) => news(`payment-${i}`));
    const texts = packed(messages);
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(7_000);
    expect(texts.flatMap((text) => JSON.parse(text) as StreamMessage[])).toEqual(messages);
    expect(packed([])).toEqual([]);
  });
});
