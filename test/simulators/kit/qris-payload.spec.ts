import { describe, expect, it } from '@jest/globals';
import { crc16, qrisPayload } from '#test/simulators/kit/qris-payload.js';

describe('crc16', () => {
  it('gives the published check value of CRC-16/CCITT-FALSE', () => {
    expect(crc16('123456789')).toBe(0x29b1);
  });
});

describe('qrisPayload', () => {
  const payload = qrisPayload({
    amount: 275_000,
    merchantName: 'HOTEL',
    city: 'JAKARTA',
    reference: 'HTL-1',
  });

  it('ends in the checksum of everything before it', () => {
    expect(payload.slice(-4)).toBe(
      crc16(payload.slice(0, -4)).toString(16).toUpperCase().padStart(4, '0'),
    );
  });

  it('carries amount, currency and reference', () => {
    expect(payload).toContain('5303360');
    expect(payload).toContain('5409275000.00');
    expect(payload).toContain('0505HTL-1');
  });
});
