import { describe, expect, it } from '@jest/globals';
import { type ConnectorInput, connectorSchema } from '#connectors/definition.schemas.js';
import type { Fee } from '#providers/preset.schemas.js';
import { type OfferingChain, type OfferingProvider, offersOf } from './method-offers.js';

function aProvider(id: string, fees: Fee[], connector: ConnectorInput = {}): OfferingProvider {
  const methods = { qris: { code: 'QR' } };
  const parts = { id, slug: id, name: id, propertyId: null, fees, defaultCurrency: 'IDR' };
  return { ...parts, connector: connectorSchema.parse({ methods, ...connector }) };
}

function aChain(parts: Partial<OfferingChain>): OfferingChain {
  return { feature: 'payment.qris', strategy: 'priority', weights: {}, providers: [], ...parts };
}

const wish = { amount: 100_000, currency: 'IDR' };
const cheap = aProvider('cheap', [{ method: 'qris', percent: '0.7' }]);
const dear = aProvider('dear', [{ method: 'qris', fixed: 4_000 }]);
const page = aProvider('page', [{ method: '*', percent: '0.7' }], {
  methods: { qris: { code: 'QR' }, card: { code: 'C' } },
});

const told = (chains: readonly OfferingChain[], of = wish) =>
  offersOf(chains, of).map(({ method, offers }) => [
    method,
    ...offers.map(({ provider, fee }) => `${provider.id} ${fee ?? '?'}`),
  ]);

describe('what a guest can choose', () => {
  it("follows the owner's order, or the fee, or the heavier weight", () => {
    const providers = [dear, cheap];
    expect(told([aChain({ providers })])).toEqual([['qris', 'dear 4000', 'cheap 700']]);
    expect(told([aChain({ providers, strategy: 'least_cost' })])).toEqual([
      ['qris', 'cheap 700', 'dear 4000'],
    ]);
    expect(
      told([aChain({ providers, strategy: 'weighted', weights: { dear: 1, cheap: 9 } })]),
    ).toEqual([['qris', 'cheap 700', 'dear 4000']]);
  });

  it('holds the methods of a hosted page, too', () => {
    expect(told([aChain({ providers: [page] })])).toEqual([
      ['qris', 'page 700'],
      ['card', 'page 700'],
    ]);
  });

  it('leaves out who does not take the amount or the currency', () => {
    const small = aProvider('small', [], { methods: { qris: { code: 'QR', max: 50_000 } } });
    const abroad = aProvider('abroad', [], { currencies: ['USD'] });
    expect(told([aChain({ providers: [small, abroad] })])).toEqual([]);
    expect(told([aChain({ providers: [small] })], { ...wish, amount: 50_000 })).toEqual([
      ['qris', 'small ?'],
    ]);
  });

  it('of several features takes the cheapest, then the one that was made for it, and names each provider once', () => {
    const chains = [
      aChain({ feature: 'payment.page', providers: [page, dear] }),
      aChain({ feature: 'payment.qris', providers: [cheap, dear] }),
    ];
    const [qris] = offersOf(chains, wish);
    expect(qris?.offers.map(({ feature, provider }) => [feature, provider.id])).toEqual([
      ['payment.qris', 'cheap'],
      ['payment.qris', 'dear'],
      ['payment.page', 'page'],
    ]);
  });
});
