/**
 * Secrets at rest. A sealed text is `kv1.<key id>.<base64url(iv | ciphertext | tag)>`: the version
 * lets the format change, the key id lets keys rotate, and the associated data that the caller
 * passes (`provider:<id>`) ties the text to its row, so that it can't be copied to another.
 */
import { pooledRandomBytes } from '#core/ids/random-pool.js';
import { decryptGcm, encryptGcm, IV_BYTES, TAG_BYTES } from './aes-gcm.js';
import type { KeyRing } from './key-ring.js';
import {
  MalformedVaultTextError,
  TamperedVaultTextError,
  UnknownVaultKeyError,
} from './vault.error.js';

const VERSION = 'kv1';
const TEXT = /^kv1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/;

interface SealedParts {
  readonly keyId: string;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

export class Vault {
  constructor(private readonly ring: KeyRing) {}

  /**
   * Encrypts with the current master key under a fresh random IV.
   *
   * @param aad what the text belongs to, for example `provider:<id>`; `open` needs the same
   */
  seal(plain: Buffer | string, aad: string): string {
    const iv = pooledRandomBytes(IV_BYTES);
    const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
    const { ciphertext, tag } = encryptGcm(
      { key: this.ring.current, iv, aad: Buffer.from(aad, 'utf8') },
      bytes,
    );
    const packed = Buffer.concat([iv, ciphertext, tag]).toString('base64url');
    return `${VERSION}.${this.ring.currentId}.${packed}`;
  }

  /**
   * Decrypts with whichever key of the ring sealed the text.
   *
   * @throws UnknownVaultKeyError when that key is not in the ring
   * @throws TamperedVaultTextError when the text was changed or `aad` is another than at sealing
   * @throws MalformedVaultTextError when it is no sealed text at all
   */
  open(text: string, aad: string): Buffer {
    const { keyId, iv, ciphertext, tag } = parse(text);
    const key = this.ring.find(keyId);
    if (!key) throw new UnknownVaultKeyError(keyId);
    const plain = decryptGcm({ key, iv, aad: Buffer.from(aad, 'utf8') }, { ciphertext, tag });
    if (!plain) throw new TamperedVaultTextError(keyId);
    return plain;
  }

  /**
   * Whether the text was sealed with another key than the current one.
   *
   * @throws MalformedVaultTextError when it is no sealed text
   */
  needsReseal(text: string): boolean {
    return parse(text).keyId !== this.ring.currentId;
  }
}

function parse(text: string): SealedParts {
  const match = TEXT.exec(text);
  if (!match) throw new MalformedVaultTextError();
  const [, keyId, packed] = match as unknown as [string, string, string];
  const bytes = Buffer.from(packed, 'base64url');
  // One text per value: a decoder that ignores stray bits would let a changed text pass as unchanged.
  const isCanonical = bytes.toString('base64url') === packed;
  if (!isCanonical || bytes.length < IV_BYTES + TAG_BYTES) throw new MalformedVaultTextError();
  return {
    keyId,
    iv: bytes.subarray(0, IV_BYTES),
    ciphertext: bytes.subarray(IV_BYTES, -TAG_BYTES),
    tag: bytes.subarray(-TAG_BYTES),
  };
}
