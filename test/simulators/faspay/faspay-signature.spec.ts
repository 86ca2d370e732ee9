import { expect, it } from '@jest/globals';
import { faspaySignature } from '#test/simulators/faspay/faspay-signature.js';

it.each([
  ['list of channels', [], 'e7508ad423b96fbca5a2796b1f55322f3dd73fd2'],
  ['create, inquiry, cancel', ['INV20261120001'], '9a7a8b16a12bf9d44ec45c8efb3f3e504b645d46'],
  ['payment page', ['INV20261120001', '150000'], '6d6f27c9c1a8cdb269d314eaf372e72deba13c5c'],
  ['notification', ['INV20261120001', '2'], '44cd481a7d5791aec209b0ac13df1dbf86397d2c'],
])('signs the %s as known', (_call, parts, signature) => {
  expect(faspaySignature('bot31835', 'p@ssw0rd', ...parts)).toBe(signature);
});
