import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Cluster, idsOf, lastWordsOf } from './cluster.js';
import { giveTo, launchAs } from './os-account.js';

/** The superuser of the embedded Postgres, and the owner of our database in it. */
export const POSTGRES_USER = 'kunci';

/** Into a folder beside it, then renamed: a crash in the middle leaves no half-made cluster behind. */
export async function initialiseCluster(cluster: Cluster, password: string): Promise<void> {
  await removeOldDrafts(cluster.clusterDir);
  const draft = `${cluster.clusterDir}.${randomBytes(4).toString('hex')}`;
  const passwordFile = join(tmpdir(), `kunci-${randomBytes(8).toString('hex')}`);
  await mkdir(draft, { mode: 0o700 });
  await giveTo(cluster.account, draft);
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(cluster.account, passwordFile);
  try {
    const args = [
      `--pgdata=${draft}`,
      `--username=${POSTGRES_USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ];
    await runToEnd(cluster, cluster.binaries.initdb, args, draft);
    await rename(draft, cluster.clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

/** Of starts that were cut off; the caller holds the data directory, so nobody works on them. */
async function removeOldDrafts(clusterDir: string): Promise<void> {
  const folder = dirname(clusterDir);
  const names = await readdir(folder);
  const isDraft = (name: string): boolean =>
    name.startsWith(`${basename(clusterDir)}.`) && /\.[0-9a-f]{8}$/.test(name);
  for (const name of names.filter(isDraft)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function runToEnd(
  cluster: Cluster,
  binary: string,
  args: string[],
  folder: string,
): Promise<void> {
  const launch = await launchAs(cluster.account, binary, args, [folder]);
  const child = spawn(launch.command, [...launch.args], {
    ...idsOf(launch),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors = lastWordsOf(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      `making the embedded database failed: ${errors() || `exit code ${String(code)}`}`,
    );
  }
}
