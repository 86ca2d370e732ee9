import { describe, expect, it } from '@jest/globals';
import { connectorSchema, type ConnectorInput } from '../definition.schemas.js';
import { splitBatches } from './batches.js';

function split(items: readonly string[], batch?: NonNullable<ConnectorInput['limits']>['batch']) {
  return splitBatches(
    items,
    connectorSchema.parse({ limits: { batch } }).limits,
    (item) => item.length,
  );
}

describe('splitBatches', () => {
  it.each([
    ['everything in one where nothing is limited', undefined, [['aa', 'b', 'cccc', 'd']]],
    ['by number', { max_items: 3 }, [['aa', 'b', 'cccc'], ['d']]],
    ['by size', { max_bytes: 3 }, [['aa', 'b'], ['cccc'], ['d']]],
    ['by both', { max_items: 1, max_bytes: 100 }, [['aa'], ['b'], ['cccc'], ['d']]],
  ])('splits %s', (_how, batch, batches) => {
    expect(split(['aa', 'b', 'cccc', 'd'], batch)).toEqual(batches);
  });

  it('makes no batch of nothing', () => {
    expect(split([], { max_items: 1 })).toEqual([]);
  });
});
