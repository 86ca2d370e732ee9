import type { Config } from '#core/config/config.js';
import type { Database } from '#core/database/database.js';
import { KeyCheck } from '#core/vault/key-check.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { parseKey } from '../backup/backup-keys.js';
import { type Command, CommandError, type CommandResult } from '../command.js';
import { type HubDatabase, masterKeysOf, requireTables, withHubDatabase } from '../hub-database.js';
import { KeyRotation, type RotationCounts } from '../key-rotation.js';
import { countConnectedHubs } from '../key-rotation.repository.js';
import { MasterKeyFileChange } from '../master-key-file-change.js';
import { rotateOnline } from '../online-rotation.js';

export const rotateKeysCommand: Command = {
  name: 'provider:rotate-keys',
  usage: '',
  summary: 'encrypts every stored secret with a new master key, also while hubs run',
  positionals: { min: 0, max: 0 },
  options: { 'new-key': 'base64:<32 bytes>' },
  run: ({ options, readConfig }) => {
    const newKey = parseKey('new-key', options['new-key'] ?? '');
    const config = readConfig();
    return withHubDatabase(config, (hub) => rotate(config, hub, newKey));
  },
};

async function rotate(config: Config, hub: HubDatabase, newKey: Buffer): Promise<CommandResult> {
  await requireTables(hub.database);
  const oldKeys = await masterKeysOf(config);
  const rings = { old: new KeyRing(oldKeys), new: new KeyRing({ current: newKey, previous: [] }) };
  if (rings.old.currentId === rings.new.currentId) {
    throw new CommandError(
      '--new-key is the key in use; make a new one, for example with: openssl rand -base64 32',
    );
  }
  if (await isHubRunning(hub)) return rotateWhileRunning(config, hub, { newKey, ring: rings.old });
  const rotation = new KeyRotation(hub.database, rings.old, rings.new);
  if (config.masterKeys) return toResult(await rotation.run(), rings, OUTSIDE);
  const file = new MasterKeyFileChange(config.dataDir, oldKeys, newKey);
  const counts = await file.around(
    () => rotation.run(),
    () => verify(hub.database, rings.new),
  );
  return toResult(counts, rings, [
    `${config.dataDir}/master.key holds the new key now. Back it up.`,
  ]);
}

/** A running hub holds the old key: what it saves next would be sealed with it, so it has to take part. */
async function isHubRunning({ database, isShared }: HubDatabase): Promise<boolean> {
  return isShared || (await countConnectedHubs(database)) > 0;
}

async function rotateWhileRunning(
  config: Config,
  { database }: HubDatabase,
  { newKey, ring }: { readonly newKey: Buffer; readonly ring: KeyRing },
): Promise<CommandResult> {
  const place = config.masterKeys ? {} : { keyFileDir: config.dataDir };
  const answer = await rotateOnline({ config: config.with(place), database, ring }, newKey);
  const counts = Object.fromEntries(
    Object.entries(answer.tables).map(([table, { resealed }]) => [table, resealed]),
  );
  return {
    ok: true,
    lines: [
      `Re-encrypted ${sumUp(counts)} while the hub ran on: key ${String(answer.old_key_id)} → ${String(answer.new_key_id)}.`,
      ...answer.next,
    ],
    data: {
      old_key_id: answer.old_key_id,
      new_key_id: answer.new_key_id,
      state: answer.state,
      ...counts,
      next: answer.next,
    },
  };
}

async function verify(database: Database, ring: KeyRing): Promise<void> {
  await new KeyCheck(database, ring).verifyOrRegister();
}

const OUTSIDE = [
  'Now set KUNCI_MASTER_KEY to the new key for every hub, leave KUNCI_MASTER_KEY_PREVIOUS empty, and start them.',
];

function toResult(
  counts: RotationCounts,
  rings: { readonly old: KeyRing; readonly new: KeyRing },
  next: readonly string[],
): CommandResult {
  return {
    ok: true,
    lines: [
      `Re-encrypted ${sumUp(counts)}: key ${rings.old.currentId} → ${rings.new.currentId}.`,
      ...next,
      'Backups made before now can only be read with the old key: keep a copy of it with them.',
    ],
    data: { old_key_id: rings.old.currentId, new_key_id: rings.new.currentId, ...counts, next },
  };
}

/** `3 providers, 120 webhook logs`: the tables by name. */
function sumUp(counts: RotationCounts): string {
  return Object.entries(counts)
    .map(([table, count]) => `${count} ${table.replaceAll('_', ' ')}`)
    .join(', ');
}
