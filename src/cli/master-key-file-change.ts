/**
 * Changing `<data dir>/master.key` around a rotation. At every moment the file holds every key that the
 * database may need, whichever side of the commit a crash falls on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MasterKeys } from '#core/config/config.js';
import { replaceMasterKeyFile, writeMasterKeyFile } from '#core/config/master-key-file.js';

export class MasterKeyFileChange {
  private readonly path: string;

  constructor(
    private readonly dataDir: string,
    private readonly oldKeys: MasterKeys,
    private readonly newKey: Buffer,
  ) {
    this.path = join(dataDir, 'master.key');
  }

  /**
   * Runs `rotate` between adding the new key and dropping the old ones. When it throws the file is as
   * it was; the old keys go only after `verify` has seen that the new key alone is enough.
   */
  async around<T>(rotate: () => Promise<T>, verify: () => Promise<void>): Promise<T> {
    const before = await readFile(this.path, 'utf8');
    const old = [this.oldKeys.current, ...this.oldKeys.previous];
    await this.write([...old, this.newKey]);
    const result = await rotate().catch(async (error: unknown) => {
      await replaceMasterKeyFile(this.path, before);
      throw error;
    });
    await this.write([this.newKey, ...old]);
    await verify();
    await this.write([this.newKey]);
    return result;
  }

  private write(keys: readonly Buffer[]): Promise<void> {
    return writeMasterKeyFile(this.dataDir, keys);
  }
}
