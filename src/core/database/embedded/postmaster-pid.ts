import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RunningPostmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
}

/**
 * The Postgres that runs on this data directory, as its `postmaster.pid` says: left over when the hub
 * was killed, since the database lives in a process of its own. Undefined for no file or a dead pid.
 */
export async function findRunningPostmaster(
  clusterDir: string,
): Promise<RunningPostmaster | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, directory, , port, socketDir] = text.split('\n').map((line) => line.trim());
  if (pid === undefined || directory !== clusterDir || !(await isPostgres(Number(pid)))) {
    return undefined;
  }
  return { pid: Number(pid), port: Number(port), socketDir: socketDir ?? '' };
}

/** Whether the pid is alive and, where the system can tell, a Postgres and not a stranger that got its number. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || command.includes('postgres');
}

/** Whether a process with this id exists, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
