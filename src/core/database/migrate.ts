import { readdir } from 'node:fs/promises';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { DataSource } from 'typeorm';

/** Any number will do as long as nothing else in the database uses it. */
const LOCK = 0x6b756e6369;
const DIRECTORY = new URL('../../../migrations/', import.meta.url);

/** The migration classes of `migrations/`; TypeORM sorts them by the digits at the end of their names. */
export async function loadMigrations(): Promise<(new () => object)[]> {
  const files = (await readdir(DIRECTORY)).filter((name) =>
    /^\d{13}-[a-z0-9-]+\.(js|ts)$/.test(name),
  );
  const modules = await Promise.all(
    files.map(
      async (name) =>
        (await import(new URL(name, DIRECTORY).href)) as Record<string, new () => object>,
    ),
  );
  return modules.flatMap((loaded) => Object.values(loaded));
}

/**
 * Brings our schema and BullMQ's up to date. Instances that start at once queue up on an advisory
 * lock; the later ones find nothing left to do.
 *
 * @returns names of the migrations that ran
 */
export async function migrate(dataSource: DataSource, connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: 'kunci-migrate' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await runMigrations(client);
    return done.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}
