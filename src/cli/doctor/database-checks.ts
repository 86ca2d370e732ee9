/** What the doctor sees of the database, which it never makes, migrates or writes to. */
import { ConfigError, type Config } from '#core/config/config.js';
import type { Database } from '#core/database/database.js';
import { hasEmbeddedDatabase } from '#core/database/embedded/embedded-cluster.js';
import { loadMigrations } from '#core/database/migrate.js';
import { opens } from '#core/vault/key-check.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { findLatestRotation } from '#core/vault/rotation/key-rotation.repository.js';
import { ENDED } from '#core/vault/rotation/key-rotation.rows.js';
import { listVaultKeys } from '#core/vault/vault-keys.repository.js';
import { CommandError } from '../command.js';
import {
  currentKeysOf,
  hasTable,
  type HubDatabase,
  masterKeysOf,
  withHubDatabase,
} from '../hub-database.js';
import { egressChecks } from './egress-checks.js';
import { failed, fine, type Finding, reasonOf, warning } from './finding.js';
import { queueChecks } from './queue-checks.js';
import { storageChecks } from './storage-checks.js';

const MIN_VERSION = 160_000;
const CLOCK_TOLERANCE_S = 2;

export async function databaseChecks(config: Config): Promise<Finding[]> {
  if (config.database.kind === 'embedded' && !(await hasEmbeddedDatabase(config.dataDir))) {
    return [warning('database', `none in ${config.dataDir} yet; the first start makes it`)];
  }
  try {
    return await withHubDatabase(config, (hub) => lookInside(config, hub));
  } catch (error) {
    const reason = error instanceof ConfigError ? error.problems.join('; ') : reasonOf(error);
    const advice =
      error instanceof ConfigError || error instanceof CommandError ? '' : '; check DATABASE_URL';
    return [failed('database', `${reason}${advice}`)];
  }
}

async function lookInside(
  settings: Config,
  { database, isShared }: HubDatabase,
): Promise<Finding[]> {
  const [server] = await database.query<{ version: number; text: string; skew: number }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text,
            extract(epoch FROM clock_timestamp())::float8 AS skew`,
  );
  if (!server) return [failed('database', 'it answers nothing')];
  const skew = Math.abs(server.skew - Date.now() / 1000);
  const pending = await pendingMigrations(database);
  return [
    server.version >= MIN_VERSION
      ? fine('database', `Postgres ${server.text}${isShared ? ', of the hub that runs now' : ''}`)
      : failed('database', `Postgres ${server.text} is too old; 16 or newer is needed`),
    skew <= CLOCK_TOLERANCE_S
      ? fine('clock', 'agrees with the database')
      : failed(
          'clock',
          `differs from the database by ${skew.toFixed(0)} s; signatures and expiries will fail`,
        ),
    pending.length === 0
      ? fine('tables', 'up to date')
      : warning(
          'tables',
          `${pending.length} migrations are due; the next start or kunci migrate runs them`,
        ),
    await checkKeys(settings, database),
    // What the tables of an older version hold is looked at after the next start.
    ...(pending.length === 0 ? await lookAtRows(settings, database) : []),
  ];
}

async function lookAtRows(settings: Config, database: Database): Promise<Finding[]> {
  return [
    ...(await checkRotation(database)),
    ...(await storageChecks(database)),
    ...(await queueChecks(database)),
    ...(await egressChecks(settings, database)),
  ];
}

async function checkRotation(database: Database): Promise<Finding[]> {
  const rotation = await findLatestRotation(database);
  if (!rotation || ENDED.has(rotation.state)) return [];
  const advice =
    rotation.state === 'handing_over'
      ? 'set KUNCI_MASTER_KEY to the new key for every hub and restart them'
      : 'it goes on while a hub runs; GET /api/v1/key-rotation says what it waits for';
  return [
    warning(
      'key rotation',
      `the master key is being changed (${rotation.state}); ${rotation.problem ?? advice}`,
    ),
  ];
}

async function pendingMigrations(database: Database): Promise<string[]> {
  const known = (await loadMigrations()).map((migration) => migration.name);
  if (!(await hasTable(database, 'migrations'))) return known;
  const done = await database.query<{ name: string }>('SELECT name FROM migrations');
  return known.filter((name) => !done.some((row) => row.name === name));
}

async function checkKeys(settings: Config, database: Database): Promise<Finding> {
  if (!(await hasTable(database, 'vault_keys'))) {
    return warning('master key', 'the database knows none yet');
  }
  try {
    const knowsRotations = await hasTable(database, 'key_rotations');
    const keys = knowsRotations ? currentKeysOf(settings, database) : masterKeysOf(settings);
    const ring = new KeyRing(await keys);
    const missing = (await listVaultKeys(database))
      .filter((row) => !opens(ring, row))
      .map((row) => row.key_id);
    if (missing.length === 0) return fine('master key', `${ring.currentId} opens this database`);
    return failed(
      'master key',
      `the database was encrypted with ${missing.join(', ')}, which is not configured`,
    );
  } catch (error) {
    return failed(
      'master key',
      error instanceof ConfigError ? error.problems.join('; ') : reasonOf(error),
    );
  }
}
