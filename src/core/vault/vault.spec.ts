import { describe, expect, it } from '@jest/globals';
import { KeyRing, keyIdOf } from './key-ring.js';
import {
  MalformedVaultTextError,
  TamperedVaultTextError,
  UnknownVaultKeyError,
} from './vault.error.js';
import { Vault } from './vault.js';

const OLD_KEY = Buffer.alloc(32, 1);
const NEW_KEY = Buffer.alloc(32, 2);
const AAD = 'provider:0192';

const vaultOf = (current: Buffer, ...previous: Buffer[]): Vault =>
  new Vault(new KeyRing({ current, previous }));

const flipBit = (text: string, byte: number): string => {
  const [version, keyId, packed] = text.split('.') as [string, string, string];
  const bytes = Buffer.from(packed, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(byte) ^ 1, byte);
  return [version, keyId, bytes.toString('base64url')].join('.');
};

describe('Vault', () => {
  it.each(['', 'rahasia', 'kunci 🔑', 'x'.repeat(100_000)])(
    'opens what it sealed (%#)',
    (plain) => {
      const vault = vaultOf(NEW_KEY);

      expect(vault.open(vault.seal(plain, AAD), AAD).toString('utf8')).toBe(plain);
    },
  );

  it('keeps bytes that are no text', () => {
    const vault = vaultOf(NEW_KEY);
    const bytes = Buffer.from([0, 255, 128, 0]);

    expect(vault.open(vault.seal(bytes, AAD), AAD)).toEqual(bytes);
  });

  it('names version and key in the text and nothing of the plain value', () => {
    const text = vaultOf(NEW_KEY).seal('rahasia', AAD);

    expect(text).toMatch(new RegExp(`^kv1\\.${keyIdOf(NEW_KEY)}\\.[A-Za-z0-9_-]{47}$`));
  });

  it('never gives the same text twice for one value', () => {
    const vault = vaultOf(NEW_KEY);
    const texts = new Set(Array.from({ length: 1000 }, () => vault.seal('rahasia', AAD)));

    expect(texts.size).toBe(1000);
  });

  it('opens with a previous key and asks for a new seal', () => {
    const text = vaultOf(OLD_KEY).seal('rahasia', AAD);
    const vault = vaultOf(NEW_KEY, OLD_KEY);

    expect(vault.open(text, AAD).toString()).toBe('rahasia');
    expect(vault.needsReseal(text)).toBe(true);
    expect(vault.needsReseal(vault.seal('rahasia', AAD))).toBe(false);
  });

  it('names the missing key of a text it was not given the key of', () => {
    const text = vaultOf(OLD_KEY).seal('rahasia', AAD);

    expect(() => vaultOf(NEW_KEY).open(text, AAD)).toThrow(UnknownVaultKeyError);
    expect(() => vaultOf(NEW_KEY).open(text, AAD)).toThrow(keyIdOf(OLD_KEY));
  });

  it('refuses a text that was copied to another row', () => {
    const vault = vaultOf(NEW_KEY);
    const text = vault.seal('rahasia', 'provider:1');

    expect(() => vault.open(text, 'provider:2')).toThrow(TamperedVaultTextError);
  });

  it.each([
    ['the IV', 0],
    ['the ciphertext', 12],
    ['the tag', 34],
  ])('refuses a text with one changed bit in %s', (_part, byte) => {
    const vault = vaultOf(NEW_KEY);
    const text = vault.seal('rahasia', AAD);

    expect(() => vault.open(flipBit(text, byte), AAD)).toThrow(TamperedVaultTextError);
  });

  it('refuses a text that claims another key of the ring', () => {
    const vault = vaultOf(NEW_KEY, OLD_KEY);
    const text = vault.seal('rahasia', AAD).replace(keyIdOf(NEW_KEY), keyIdOf(OLD_KEY));

    expect(() => vault.open(text, AAD)).toThrow(TamperedVaultTextError);
  });

  it.each([
    ['nothing', ''],
    ['plain text', 'rahasia'],
    ['another version', `kv2.${keyIdOf(NEW_KEY)}.${'A'.repeat(40)}`],
    ['a key id in capitals', `kv1.ABCDEF01.${'A'.repeat(40)}`],
    ['a cut text', `kv1.${keyIdOf(NEW_KEY)}.${'A'.repeat(36)}`],
    ['padding', `kv1.${keyIdOf(NEW_KEY)}.${'A'.repeat(43)}=`],
    ['stray bits after the last byte', `kv1.${keyIdOf(NEW_KEY)}.${'A'.repeat(38)}B`],
    ['a line feed at the end', `kv1.${keyIdOf(NEW_KEY)}.${'A'.repeat(40)}\n`],
  ])('calls %s malformed', (_what, text) => {
    expect(() => vaultOf(NEW_KEY).open(text, AAD)).toThrow(MalformedVaultTextError);
    expect(() => vaultOf(NEW_KEY).needsReseal(text)).toThrow(MalformedVaultTextError);
  });

  it('says nothing secret in its errors', () => {
    const text = vaultOf(OLD_KEY).seal('rahasia', AAD);
    const errors = [
      caught(() => vaultOf(NEW_KEY).open(text, AAD)),
      caught(() => vaultOf(OLD_KEY).open(text, 'provider:2')),
      caught(() => vaultOf(OLD_KEY).open(`${text}!`, AAD)),
    ];

    for (const error of errors) {
      const said = `${String(error)} ${JSON.stringify(error)}`;
      expect(said).not.toContain('rahasia');
      expect(said).not.toContain(text.split('.')[2]);
      expect(said).not.toContain(OLD_KEY.toString('base64'));
    }
  });
});

describe('KeyRing', () => {
  it('names a key by the hash of its domain and bytes', () => {
    expect(keyIdOf(Buffer.alloc(32))).toBe('eb84afd9');
  });

  it('refuses a key of another length without showing it', () => {
    expect(() => new KeyRing({ current: Buffer.alloc(16, 7), previous: [] })).toThrow(
      'A master key has 32 bytes, not 16.',
    );
  });

  it('accepts the current key among the previous ones', () => {
    const ring = new KeyRing({ current: NEW_KEY, previous: [NEW_KEY, OLD_KEY] });

    expect(ring.ids).toEqual([keyIdOf(NEW_KEY), keyIdOf(OLD_KEY)]);
  });
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
