import { describe, expect, it } from '@jest/globals';
import { signatureKey } from '#test/simulators/midtrans/signature.js';

describe('signatureKey', () => {
  it.each([
    {
      orderId: '1111',
      statusCode: '200',
      grossAmount: '100000.00',
      serverKey: 'askvnoibnosifnboseofinbofinfgbiufglnbfg',
      expected:
        'edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e2375d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231',
    },
    {
      orderId: 'HTL-20250101-0001',
      statusCode: '201',
      grossAmount: '275000.00',
      serverKey: 'SB-Mid-server-TESTKEY123',
      expected:
        'd1bc2d32007a3ba7fe22f49de4920b59716a085d821be3f5964a0cd2583a44b5e4794e3232ac23af8122d143f8bb9e26a65a16b3a9e35dc3531e727a06a15509',
    },
    {
      orderId: 'HTL-20250101-0001',
      statusCode: '202',
      grossAmount: '275000.00',
      serverKey: 'SB-Mid-server-TESTKEY123',
      expected:
        '92ee997e6d3a715bcce3a746b98a86bd4450a2e485f96a8512ac3900294fcf8971785b29ff3c2925ea17fcb8b7106e2de47d8241b81c0e77df147fc52a34ddfa',
    },
  ])('matches the vector of $orderId with code $statusCode', ({ expected, ...parts }) => {
    expect(signatureKey(parts)).toBe(expected);
  });

  it('differs when the amount has lost its decimals', () => {
    const parts = {
      orderId: 'HTL-20250101-0001',
      statusCode: '200',
      serverKey: 'SB-Mid-server-TESTKEY123',
    };
    expect(signatureKey({ ...parts, grossAmount: '275000' })).not.toBe(
      signatureKey({ ...parts, grossAmount: '275000.00' }),
    );
  });
});
