import { join } from 'node:path';
import { hubVersion } from '#core/config/hub-version.js';
import type { Config } from '#core/config/config.js';
import type { Database } from '#core/database/database.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { assertOpens } from '../backup/backup-keys.js';
import type { Command } from '../command.js';
import { currentKeysOf, requireTables, withHubDatabase } from '../hub-database.js';
import { kitAsHtml, kitAsText, type KitFacts } from '../recovery/recovery-kit.js';

export const recoveryKitCommand: Command = {
  name: 'recovery-kit',
  usage: '',
  summary: 'prints what is needed to bring the hub back; with --with-key the master key, too',
  positionals: { min: 0, max: 0 },
  options: {},
  flags: ['with-key', 'html'],
  run: ({ flags, readConfig }) => {
    const settings = readConfig();
    return withHubDatabase(settings, async ({ database }) => {
      await requireTables(database);
      const facts = await factsOf(settings, database, flags.has('with-key'));
      if (facts.key !== undefined) {
        process.stderr.write(
          'The master key is in this output: print it, do not keep it on disk.\n',
        );
      }
      const text = flags.has('html') ? kitAsHtml(facts) : kitAsText(facts);
      return {
        ok: true,
        lines: [text],
        data: { key_id: facts.keyId, installation_id: facts.installationId, kit: text },
      };
    });
  },
};

async function factsOf(config: Config, database: Database, withKey: boolean): Promise<KitFacts> {
  const ring = new KeyRing(await currentKeysOf(config, database));
  await assertOpens(database, ring);
  const [installation] = await database.query<{ id: string }>('SELECT id FROM installation');
  return {
    keyId: ring.currentId,
    installationId: installation?.id ?? '',
    publicUrl: config.publicUrl,
    hubVersion: hubVersion(),
    madeAt: new Date(),
    keyFile: config.masterKeys ? undefined : join(config.dataDir, 'master.key'),
    key: withKey ? `base64:${ring.current.toString('base64')}` : undefined,
  };
}
