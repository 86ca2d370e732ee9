import { randomBytes } from 'node:crypto';
import { chown, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError, type MasterKeys } from './config.js';

const LINE = /^base64:[A-Za-z0-9+/]{43}=$/;

/**
 * The master keys of embedded mode: `<data dir>/master.key`, one `base64:…` line a key, the current
 * one first. Made once, readable by its owner alone.
 *
 * @throws ConfigError when the file can't be read, is damaged, or is missing beside an existing database
 */
export async function readOrCreateMasterKeyFile(
  dataDir: string,
  options: { readonly hasDatabase: boolean },
): Promise<MasterKeys> {
  const path = join(dataDir, 'master.key');
  const existing = await readIfThere(path);
  if (existing !== undefined) return parseKeys(existing, path);
  if (options.hasDatabase) {
    throw new ConfigError([
      `${path} is missing although a database exists beside it. Put the key file back from your backup, or set KUNCI_MASTER_KEY: without it the stored credentials can't be read.`,
    ]);
  }
  const key = randomBytes(32);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`base64:${key.toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return { current: key, previous: [] };
}

/**
 * Puts other keys into the file, the current one first. A whole file or the old one, never half of it, and on disk
 * before it resolves.
 */
export async function writeMasterKeyFile(dataDir: string, keys: readonly Buffer[]): Promise<void> {
  const text = keys.map((key) => `base64:${key.toString('base64')}\n`).join('');
  await replaceMasterKeyFile(join(dataDir, 'master.key'), text);
}

/** The same with the text of a file. */
export async function replaceMasterKeyFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const owner = await stat(path);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  if (process.getuid?.() === 0) await chown(draft, owner.uid, owner.gid);
  await rename(draft, path);
  await syncFolder(dirname(path));
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

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ConfigError([`${path} can be read by others; run: chmod 600 ${path}`]);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseKeys(text: string, path: string): MasterKeys {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0 || lines.some((line) => !LINE.test(line))) {
    throw new ConfigError([
      `${path} is damaged: expected one line base64:<32 bytes> a key. Put it back from your backup.`,
    ]);
  }
  const [current, ...previous] = lines.map((line) => Buffer.from(line.slice(7), 'base64'));
  return { current: current as Buffer, previous };
}
