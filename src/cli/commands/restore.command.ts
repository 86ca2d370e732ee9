import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#core/config/config.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { assertFits, assertOpens } from '../backup/backup-keys.js';
import { openBackup, restore } from '../backup/restore.js';
import { type Command, CommandError } from '../command.js';
import { masterKeysOf, withHubDatabase } from '../hub-database.js';

export const restoreCommand: Command = {
  name: 'restore',
  usage: '<file>',
  summary: 'reads a backup, or a plain pg_dump, into an empty database; the hub must not run',
  positionals: { min: 1, max: 1 },
  options: {},
  run: async ({ positionals: [file = ''], readConfig }) => {
    const settings = readConfig();
    await requireKey(settings);
    const source = await openBackup(file);
    return withHubDatabase(
      settings,
      async ({ config, database, isShared }) => {
        if (isShared) throw new CommandError('A hub runs on this folder; stop it first.');
        const ring = new KeyRing(await masterKeysOf(settings));
        assertFits(ring, source.about.vault_keys);
        const target = { database, url: config.databaseUrl };
        const rows = await restore(target, source, (tx) => assertOpens(tx, ring));
        const total = Object.values(rows).reduce((sum, n) => sum + n, 0);
        return {
          ok: true,
          lines: [
            `${total} rows of ${Object.keys(rows).length} tables are back, and master key ${ring.currentId} opens them.`,
            'Start the hub; payments and webhooks go on where the backup was made.',
          ],
          data: { file, rows, total, key_id: ring.currentId },
        };
      },
      { create: true },
    );
  },
};

/** A new folder would get a new key, which opens nothing of the backup. */
async function requireKey({ masterKeys, dataDir }: Config): Promise<void> {
  const path = join(dataDir, 'master.key');
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  if (masterKeys || isThere) return;
  throw new CommandError(
    `The master key is needed first: put it back as ${path} (readable by its owner alone), or set KUNCI_MASTER_KEY.`,
  );
}
