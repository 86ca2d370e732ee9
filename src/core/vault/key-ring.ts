import { createHash } from 'node:crypto';
import type { MasterKeys } from '#core/config/config.js';
import { KEY_BYTES } from './aes-gcm.js';

/** Separates the hash that names a key from any other use of SHA-256 over it. */
const ID_DOMAIN = 'kunci-key-id';

/** Public name of a master key: 8 hex digits that don't help to find the key. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(ID_DOMAIN).update(key).digest('hex').slice(0, 8);
}

/** The master keys of this process: the current one seals, every one opens. */
export class KeyRing {
  readonly currentId: string;
  readonly current: Buffer;
  private readonly keys = new Map<string, Buffer>();

  /** @throws RangeError for a key that is not 32 bytes long, or two keys that share an id */
  constructor({ current, previous }: MasterKeys) {
    this.currentId = keyIdOf(current);
    this.current = current;
    for (const key of [current, ...previous]) this.add(key);
  }

  /** Ids of all keys, the current one first. */
  get ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  find(keyId: string): Buffer | undefined {
    return this.keys.get(keyId);
  }

  private add(key: Buffer): void {
    if (key.length !== KEY_BYTES) {
      throw new RangeError(`A master key has ${KEY_BYTES} bytes, not ${key.length}.`);
    }
    const id = keyIdOf(key);
    const known = this.keys.get(id);
    // The ids are 32 bits: two different keys with one id are unlikely but would hide each other.
    if (known && !known.equals(key)) {
      throw new RangeError(`Two master keys share the id ${id}; make a new key.`);
    }
    this.keys.set(id, key);
  }
}
