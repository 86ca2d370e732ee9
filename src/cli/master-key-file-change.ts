/**
 * Changing `<data dir>/master.key` around a rotation. At every moment the file holds every key that the
 * database may need, whichever side of the commit a crash falls on.
 */
import { chown, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MasterKeys } from '#core/config/config.js';

export class MasterKeyFileChange {
  private readonly path: string;

  constructor(
    dataDir: string,
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
      await this.replace(before);
      throw error;
    });
    await this.write([this.newKey, ...old]);
    await verify();
    await this.write([this.newKey]);
    return result;
  }

  private write(keys: readonly Buffer[]): Promise<void> {
    return this.replace(keys.map((key) => `base64:${key.toString('base64')}\n`).join(''));
  }

  /** A whole file or the old one, never half of it, and on disk before we go on. */
  private async replace(text: string): Promise<void> {
    const draft = `${this.path}.new`;
    await rm(draft, { force: true });
    const owner = await stat(this.path);
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (process.getuid?.() === 0) await chown(draft, owner.uid, owner.gid);
    await rename(draft, this.path);
    await syncFolder(dirname(this.path));
  }
}

/** Without it a power cut may undo the rename. Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
