import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '#core/config/config.js';
import { isAlive } from './postmaster-pid.js';

const ATTEMPTS = 5;
/** What file systems say that have no hard links, such as some shared folders of virtual machines. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** Who holds a lock. The start time tells a process from a later one that got the same number, as in a container. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Keeps a second hub off the same data directory. A lock whose process is dead (kill -9, power cut)
 * is taken over.
 *
 * @returns how to release it
 * @throws ConfigError naming the process that holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'kunci.pid');
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const text = `${process.pid}\n${await startTimeOf(process.pid)}\n`;
  await writeFile(draft, text, { mode: 0o644, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      // A link appears whole or not at all, so nobody ever reads a lock without its owner.
      if (await linked(draft, path)) return () => release(path, text);
      await removeIfStale(path);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new ConfigError([
    `KUNCI_DATA_DIR: another Kunci just started on ${dataDir}; choose another folder`,
  ]);
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path).catch(async (error: unknown) => {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      await copyFile(draft, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

async function release(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => '')) === text) await rm(path, { force: true });
}

/** Moved aside before it is removed: whoever was faster may have put a good lock in its place meanwhile. */
async function removeIfStale(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const holder = parse(text);
  if (await isHeld(holder)) throw heldBy(holder);
  const aside = `${path}.${randomBytes(4).toString('hex')}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved !== text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function heldBy({ pid }: Holder): ConfigError {
  return new ConfigError([
    `KUNCI_DATA_DIR: a Kunci with process id ${pid} runs on this folder already; stop it first or choose another folder and PORT`,
  ]);
}

function parse(text: string): Holder {
  const [pid = '', startedAt = ''] = text.split('\n');
  return { pid: Number(pid), startedAt };
}

async function isHeld({ pid, startedAt }: Holder): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const actual = await startTimeOf(pid);
  // Where one of them can't be had, a process that is alive is believed.
  return startedAt === '' || actual === '' || startedAt === actual;
}

/** Clock ticks from the machine's boot to the process's start, with the boot's own id; empty where there is no /proc. */
async function startTimeOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  // The second field is the program's name in brackets, which may hold anything.
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? '' : `${ticks}@${boot.trim()}`;
}
