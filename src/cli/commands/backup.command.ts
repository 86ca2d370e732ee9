import pg from 'pg';
import { writeBackup } from '../backup/backup-writer.js';
import type { Command, CommandResult } from '../command.js';
import { requireTables, withHubDatabase } from '../hub-database.js';

export const backupCommand: Command = {
  name: 'backup',
  usage: '<file>',
  summary:
    'writes the whole database into a file, also while the hub runs; the master key is not in it',
  positionals: { min: 1, max: 1 },
  options: {},
  run: ({ positionals: [file = ''], readConfig }) =>
    withHubDatabase(readConfig(), async ({ config, database }) => {
      await requireTables(database);
      const client = new pg.Client({
        connectionString: config.databaseUrl,
        application_name: 'kunci-cli',
      });
      await client.connect();
      try {
        return await write(client, file);
      } finally {
        await client.end();
      }
    }),
};

async function write(client: pg.Client, file: string): Promise<CommandResult> {
  const { header, rows } = await writeBackup(client, file);
  const total = Object.values(rows).reduce((sum, n) => sum + n, 0);
  const keys = header.vault_keys.map((key) => key.key_id);
  return {
    ok: true,
    lines: [
      `${file}: ${total} rows of ${Object.keys(rows).length} tables, as of ${header.made_at}.`,
      `It can only be read with master key ${keys.join(' and ')}; keep that key in another place.`,
      `Prove it with: kunci drill --backup=${file}`,
    ],
    data: { file, rows, total, key_ids: keys, made_at: header.made_at },
  };
}
