/** Postgres refuses to run as root, so as root it runs under an account of its own. */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chown, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '#core/config/config.js';

const run = promisify(execFile);
const ACCOUNT = 'postgres';

export interface OsAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The command line that starts a program under the account, and the spawn options it needs. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The account to use, or undefined when we are not root and simply stay who we are. Makes the system
 * user `postgres` where there is none.
 */
export async function postgresAccount(): Promise<OsAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known) return known;
  try {
    await run('useradd', [
      '--system',
      '--no-create-home',
      '--user-group',
      '--shell',
      '/usr/sbin/nologin',
      ACCOUNT,
    ]);
  } catch (error) {
    throw new ConfigError([
      `Postgres can't run as root and the system user "${ACCOUNT}" could not be made (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}); start Kunci as an ordinary user or set DATABASE_URL`,
    ]);
  }
  const made = await lookUp();
  if (!made) throw new ConfigError([`the system user "${ACCOUNT}" was made but can't be found`]);
  return made;
}

async function lookUp(): Promise<OsAccount | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', ACCOUNT]), run('id', ['-g', ACCOUNT])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    // `id` exits with 1 for an unknown user: an expected answer.
    return undefined;
  }
}

/** Gives a directory to the account; does nothing when there is none. */
export async function giveTo(account: OsAccount | undefined, path: string): Promise<void> {
  if (account) await chown(path, account.uid, account.gid);
}

/**
 * How to start `binary` under the account. A checkout below `/root` is closed to other users; there
 * the process keeps the one capability that lets it pass (as root it had it anyway).
 */
export async function launchAs(
  account: OsAccount | undefined,
  binary: string,
  args: readonly string[],
  paths: readonly string[],
): Promise<Launch> {
  if (!account) return { command: binary, args };
  const isOpen = await Promise.all([binary, ...paths].map((path) => isReachableByOthers(path)));
  if (isOpen.every(Boolean)) return { command: binary, args, uid: account.uid, gid: account.gid };
  await requireSetpriv();
  const capability = '+dac_override';
  return {
    command: 'setpriv',
    args: [
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
      // Else access(2), with which initdb looks for its programs, would not count the capability.
      '--securebits=+no_setuid_fixup',
      binary,
      ...args,
    ],
  };
}

async function requireSetpriv(): Promise<void> {
  const found = await Promise.all(
    (process.env['PATH'] ?? '').split(':').map((directory) => isExecutable(`${directory}/setpriv`)),
  );
  if (found.some(Boolean)) return;
  throw new ConfigError([
    'Postgres needs an account other than root, and no other account can enter this folder; move Kunci out of /root, start it as an ordinary user, or set DATABASE_URL',
  ]);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Whether every folder above the path lets other users pass. */
async function isReachableByOthers(path: string): Promise<boolean> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
