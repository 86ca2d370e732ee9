import { DataSource } from 'typeorm';
import { loadMigrations, migrate } from '#core/database/migrate.js';
import { SnakeCaseNamingStrategy } from '#core/database/naming-strategy.js';
import type { Command, CommandResult } from '../command.js';
import { withHubDatabase } from '../hub-database.js';

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  summary: 'brings the tables up to date; the hub does the same when it starts',
  positionals: { min: 0, max: 0 },
  options: {},
  run: ({ readConfig }) =>
    withHubDatabase(readConfig(), ({ config }) => runMigrations(config.databaseUrl), {
      create: true,
    }),
};

async function runMigrations(url: string): Promise<CommandResult> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize: 2,
    applicationName: 'kunci-cli',
    migrations: await loadMigrations(),
    namingStrategy: new SnakeCaseNamingStrategy(),
  });
  await dataSource.initialize();
  try {
    const ran = await migrate(dataSource, url);
    const lines =
      ran.length === 0 ? ['The tables are up to date.'] : ran.map((name) => `ran ${name}`);
    return { ok: true, lines, data: { migrations: ran } };
  } finally {
    await dataSource.destroy();
  }
}
