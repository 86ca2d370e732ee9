/**
 * The rehearsal of a restore: a backup goes into a database made for the moment, in a folder of its own, and every
 * secret is opened. The hub's own database is not even connected to.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Database } from '#core/database/database.js';
import { startEmbeddedDatabase } from '#core/database/embedded/embedded-cluster.js';
import type { KeyRing } from '#core/vault/key-ring.js';
import { RotationPass } from '#core/vault/rotation/rotation-pass.js';
import type { RotationCounts, RotationPosition } from '#core/vault/rotation/key-rotation.rows.js';
import { MasterKeyMismatchError } from '#core/vault/vault.error.js';
import { ALL_SEALED_TABLES } from '../../sealed-tables.js';
import { assertOpens } from './backup-keys.js';
import type { BackupSource } from './backup.types.js';
import { restore } from './restore.js';

export interface DrillReport {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows with secrets that opened, by table. */
  readonly opened: Readonly<Record<string, number>>;
  /** What stands in the way of a restore; empty for a backup that is good. */
  readonly problems: readonly string[];
}

/** @throws CommandError for a backup that can not be read in at all */
export async function drill(source: BackupSource, ring: KeyRing): Promise<DrillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'kunci-drill-'));
  // As root the database runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  try {
    const embedded = await startEmbeddedDatabase(folder);
    try {
      return await inScratch(embedded.url, source, ring);
    } finally {
      await embedded.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inScratch(url: string, source: BackupSource, ring: KeyRing): Promise<DrillReport> {
  const pool = new pg.Pool({ connectionString: url, max: 3 });
  pool.on('error', () => undefined);
  const database = new Database(pool);
  try {
    const rows = await restore({ database, url }, source, () => Promise.resolve());
    const problem = await keyProblem(database, ring);
    if (problem !== undefined) return { rows, opened: {}, problems: [problem] };
    return { rows, ...(await openAll(database, ring)) };
  } finally {
    await pool.end();
  }
}

async function keyProblem(database: Database, ring: KeyRing): Promise<string | undefined> {
  try {
    await assertOpens(database, ring);
    return undefined;
  } catch (error) {
    if (!(error instanceof MasterKeyMismatchError)) throw error;
    return `The backup was encrypted with master key ${error.missingKeyIds.join(', ')}; the given one is ${ring.currentId}.`;
  }
}

async function openAll(
  database: Database,
  ring: KeyRing,
): Promise<Pick<DrillReport, 'opened' | 'problems'>> {
  const pass = new RotationPass(ALL_SEALED_TABLES);
  const problems: string[] = [];
  let counts: RotationCounts = {};
  let position: RotationPosition | undefined = {};
  while (position) {
    const result = await pass.check(database, { position, counts }, ring);
    if (result.problem !== undefined) problems.push(result.problem);
    ({ position, counts } = result);
  }
  const opened = Object.fromEntries(
    Object.entries(counts).map(([table, { checked }]) => [table, checked]),
  );
  return { opened, problems };
}
