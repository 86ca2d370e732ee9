import { createHash } from 'node:crypto';
import type { MasterKeys } from '#core/config/config.js';
import { KEY_BYTES } from './aes-gcm.js';

/** Separates the hash that names a key from any other use of SHA-256 over it. */
const ID_DOMAIN = 'kunci-key-id';

/** Public name of a master key: 8 hex digits that don't help to find the key. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update(ID_DOMAIN).update(key).digest('hex').slice(0, 8);
}

/**
 * The master keys of this process: the current one seals, every one opens. Another key may be learned and become the
 * current one while the process runs, when the master key is changed under way.
 */
export class KeyRing {
  /** Id of the key that the settings named as the current one, whatever was learned since. */
  readonly configuredId: string;
  private active: { readonly id: string; readonly key: Buffer };
  private readonly keys = new Map<string, Buffer>();
  private readonly listeners = new Set<() => void>();

  /** @throws RangeError for a key that is not 32 bytes long, or two keys that share an id */
  constructor({ current, previous }: MasterKeys) {
    this.configuredId = keyIdOf(current);
    this.active = { id: this.configuredId, key: current };
    for (const key of [current, ...previous]) this.add(key);
  }

  get currentId(): string {
    return this.active.id;
  }

  get current(): Buffer {
    return this.active.key;
  }

  /** Ids of all keys, the one from the settings first. */
  get ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  find(keyId: string): Buffer | undefined {
    return this.keys.get(keyId);
  }

  /** From now on the key opens; it does not seal until it is used. @throws RangeError as the constructor */
  learn(key: Buffer): void {
    if (this.keys.has(keyIdOf(key))) return;
    this.add(key);
    for (const listener of this.listeners) listener();
  }

  /** Seals with this key from now on. @throws RangeError for a key that is not in the ring */
  use(keyId: string): void {
    const key = this.keys.get(keyId);
    if (!key) throw new RangeError(`The master key ${keyId} is not in the ring.`);
    this.active = { id: keyId, key };
  }

  /** Calls `listener` whenever a key was learned: what could not be opened before may open now. */
  onLearned(listener: () => void): void {
    this.listeners.add(listener);
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
