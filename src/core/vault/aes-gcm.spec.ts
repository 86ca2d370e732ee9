import { describe, expect, it } from '@jest/globals';
import { decryptGcm, encryptGcm } from './aes-gcm.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** Test cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), the set NIST lists. */
const VECTORS = [
  {
    name: 'case 13: nothing to encrypt',
    key: '00'.repeat(32),
    iv: '00'.repeat(12),
    plain: '',
    aad: '',
    ciphertext: '',
    tag: '530f8afbc74536b9a963b4f1c4cb738b',
  },
  {
    name: 'case 14: one block',
    key: '00'.repeat(32),
    iv: '00'.repeat(12),
    plain: '00'.repeat(16),
    aad: '',
    ciphertext: 'cea7403d4d606b6e074ec5d3baf39d18',
    tag: 'd0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    name: 'case 15: four blocks',
    key: 'feffe9928665731c6d6a8f9467308308'.repeat(2),
    iv: 'cafebabefacedbaddecaf888',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255',
    aad: '',
    ciphertext:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad',
    tag: 'b094dac5d93471bdec1a502270e3cc6c',
  },
  {
    name: 'case 16: a partial block with associated data',
    key: 'feffe9928665731c6d6a8f9467308308'.repeat(2),
    iv: 'cafebabefacedbaddecaf888',
    plain:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    aad: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    ciphertext:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    tag: '76fc6ece0f4e1768cddf8853bb2d551b',
  },
];

describe('AES-256-GCM', () => {
  it.each(VECTORS)('encrypts as published, $name', ({ key, iv, plain, aad, ciphertext, tag }) => {
    const sealed = encryptGcm({ key: hex(key), iv: hex(iv), aad: hex(aad) }, hex(plain));

    expect(sealed.ciphertext.toString('hex')).toBe(ciphertext);
    expect(sealed.tag.toString('hex')).toBe(tag);
  });

  it.each(VECTORS)('decrypts as published, $name', ({ key, iv, plain, aad, ciphertext, tag }) => {
    const opened = decryptGcm(
      { key: hex(key), iv: hex(iv), aad: hex(aad) },
      { ciphertext: hex(ciphertext), tag: hex(tag) },
    );

    expect(opened?.toString('hex')).toBe(plain);
  });

  it('refuses a tag that was shortened to the right first bytes', () => {
    const input = { key: Buffer.alloc(32), iv: Buffer.alloc(12), aad: Buffer.alloc(0) };
    const { ciphertext, tag } = encryptGcm(input, Buffer.from('rahasia'));

    expect(decryptGcm(input, { ciphertext, tag: tag.subarray(0, 12) })).toBeUndefined();
  });
});
