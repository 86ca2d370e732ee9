/** The master key is changed by the hubs that run; the command begins it and looks on. */
import { setTimeout as delay } from 'node:timers/promises';
import { AuditLog } from '#access/audit-log.js';
import { AuditLogRepository } from '#access/audit/audit-log.repository.js';
import type { RotationAnswer } from '#access/key-rotation/key-rotation.schemas.js';
import { KeyRotations } from '#access/key-rotation/key-rotations.js';
import { RotationStatus } from '#access/key-rotation/rotation-status.js';
import { systemPrincipal } from '#access/principal.js';
import type { Config } from '#core/config/config.js';
import type { Database } from '#core/database/database.js';
import { KeyCheck } from '#core/vault/key-check.js';
import type { KeyRing } from '#core/vault/key-ring.js';
import { ALL_SEALED_TABLES } from '../sealed-tables.js';
import { CommandError } from './command.js';

const LOOK_MS = 500;
/** Without any progress for so long the command ends; the hubs go on when they can. */
const PATIENCE_MS = 120_000;

const ENDS: ReadonlySet<string> = new Set(['done', 'handing_over', 'failed', 'cancelled']);

/**
 * @param config `keyFileDir` says whether the hub keeps its key in a file
 * @throws MasterKeyMismatchError for keys that are not those of the database
 * @throws CommandError when it failed or nothing moves any more
 */
export async function rotateOnline(
  { config, database, ring }: { config: Config; database: Database; ring: KeyRing },
  newKey: Buffer,
): Promise<RotationAnswer> {
  await new KeyCheck(database, ring).verifyOrRegister();
  const audit = new AuditLog(new AuditLogRepository());
  const rotations = new KeyRotations(database, ring, config, audit, ALL_SEALED_TABLES);
  await rotations.start(
    { new_key: `base64:${newKey.toString('base64')}` },
    { principal: systemPrincipal('cli') },
  );
  const answer = await watch(new RotationStatus(database, ring, config));
  if (answer.state === 'done' || answer.state === 'handing_over') return answer;
  throw new CommandError(answer.problem ?? `The change of the master key was ${answer.state}.`);
}

async function watch(status: RotationStatus): Promise<RotationAnswer> {
  let last = '';
  let movedAt = Date.now();
  for (;;) {
    const answer = await status.read();
    if (ENDS.has(answer.state)) return answer;
    const seen = `${answer.state}: ${answer.percent} %`;
    if (seen !== last) {
      process.stderr.write(`${seen}\n`);
      last = seen;
      movedAt = Date.now();
    }
    if (Date.now() - movedAt > PATIENCE_MS) throw stuck(answer);
    await delay(LOOK_MS);
  }
}

function stuck({ state, problem, processes }: RotationAnswer): CommandError {
  const ready = `${processes.ready} of ${processes.running} processes are ready`;
  return new CommandError(
    `Nothing has moved for a while (${state}, ${ready}). ${problem ?? ''} The hubs go on as soon as they can; GET /api/v1/key-rotation tells how far they are.`,
  );
}
