import type { Config } from '#core/config/config.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { parseKey, ringOf } from '../backup/backup-keys.js';
import { drill, type DrillReport } from '../backup/drill.js';
import type { BackupSource } from '../backup/backup.types.js';
import { openBackup } from '../backup/restore.js';
import type { Command, CommandResult } from '../command.js';
import { masterKeysOf } from '../hub-database.js';

export const drillCommand: Command = {
  name: 'drill',
  usage: '',
  summary: 'proves that a backup and a master key open, in a database made for the moment',
  positionals: { min: 0, max: 0 },
  options: { backup: '<file>' },
  optional: { key: 'base64:<32 bytes>' },
  run: async ({ options, readConfig }) => {
    const ring =
      options['key'] === undefined
        ? await ringOfHub(readConfig())
        : ringOf(parseKey('key', options['key']));
    const startedAt = Date.now();
    const source = await openBackup(options['backup'] ?? '');
    return toResult(source, ring, await drill(source, ring), Date.now() - startedAt);
  },
};

async function ringOfHub(config: Config): Promise<KeyRing> {
  return new KeyRing(await masterKeysOf(config));
}

function toResult(
  { about, kind }: BackupSource,
  ring: KeyRing,
  { rows, opened, problems }: DrillReport,
  tookMs: number,
): CommandResult {
  const ok = problems.length === 0;
  const filled = Object.entries(rows).filter(([, count]) => count > 0);
  const secrets = Object.values(opened).reduce((sum, n) => sum + n, 0);
  const lines = [
    `Backup of ${about.made_at ?? 'an unknown time'}, ${kind === 'kunci' ? `Kunci ${about.hub_version ?? ''}` : 'made by pg_dump'}.`,
    ...filled.map(([table, count]) => `  ${String(count).padStart(9)}  ${table}`),
    ...problems.map((problem) => `FAILED   ${problem}`),
    ok
      ? `Good: it restores, master key ${ring.currentId} is its key, and the secrets of ${secrets} rows opened (${Math.ceil(tookMs / 1_000)} s).`
      : 'This backup and this key do not bring the hub back. Find the right key before you need it.',
  ];
  const data = {
    key_id: ring.currentId,
    made_at: about.made_at ?? null,
    hub_version: about.hub_version ?? null,
    installation_id: about.installation_id ?? null,
    rows,
    opened,
    problems,
  };
  return { ok, lines, data };
}
