import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

export interface RunningPostmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
}

/**
 * The Postgres that runs on this data directory, as its `postmaster.pid` says: left over when the hub
 * was killed, since the database lives in a process of its own. One that is just starting or stopping is
 * waited for. Undefined for no file or a dead pid.
 */
export async function findRunningPostmaster(
  clusterDir: string,
): Promise<RunningPostmaster | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const file = await readPidFile(clusterDir);
    if (!file || !(await isPostmasterOf(clusterDir, file.pid))) return undefined;
    if (file.isReady || Date.now() > deadline) return file;
    await delay(25);
  }
}

/** A postmaster as its pid file describes it, whose lines are written one after the other. */
export async function readPidFile(
  clusterDir: string,
): Promise<(RunningPostmaster & { readonly isReady: boolean }) | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = '', , , port, socketDir, , , status] = text.split('\n').map((line) => line.trim());
  if (pid === '') return undefined;
  return {
    pid: Number(pid),
    port: Number(port),
    socketDir: socketDir ?? '',
    isReady: status === 'ready',
  };
}

/**
 * Whether the pid is alive and, where the system can tell, the Postgres of this very directory: after a restart the
 * number may belong to a stranger, or to the Postgres of a hub beside this one.
 */
async function isPostmasterOf(clusterDir: string, pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || command.split('\0').includes(clusterDir);
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
