import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '#core/config/config.js';
import { isAlive } from './postmaster-pid.js';

/**
 * Keeps a second hub off the same data directory. A lock whose process is dead (kill -9, power cut)
 * is taken over.
 *
 * @returns how to release it
 * @throws ConfigError naming the process that holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'kunci.pid');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = await open(path, 'wx', 0o644);
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await removeIfStale(path);
    }
  }
  throw new ConfigError([
    `KUNCI_DATA_DIR: another Kunci just started on ${dataDir}; choose another folder`,
  ]);
}

async function removeIfStale(path: string): Promise<void> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (pid !== process.pid && (await isHub(pid))) {
    throw new ConfigError([
      `KUNCI_DATA_DIR: a Kunci with process id ${pid} runs on this folder already; stop it first or choose another folder and PORT`,
    ]);
  }
  await rm(path, { force: true });
}

async function isHub(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || /node|kunci/.test(command);
}
