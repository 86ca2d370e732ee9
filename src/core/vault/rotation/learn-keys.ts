import type { Sql } from '#core/database/database.js';
import type { KeyRing } from '../key-ring.js';
import { Vault } from '../vault.js';
import { listRotationsWithKeys } from './key-rotation.repository.js';
import { type KeyRotationRow, SWITCHED } from './key-rotation.rows.js';

/** What a sealed master key belongs to. */
export function aadOfKey(rotationId: string): string {
  return `key-rotation:${rotationId}`;
}

/**
 * Teaches the ring the keys of a change that is under way, or has just ended: whoever was started with either key
 * knows both afterwards, and seals with the one that all processes seal with. A ring with neither stays as it is.
 *
 * @returns the change under way that the ring now follows
 */
export async function learnKeys(sql: Sql, ring: KeyRing): Promise<KeyRotationRow | undefined> {
  let followed: KeyRotationRow | undefined;
  for (const row of await listRotationsWithKeys(sql)) {
    learn(ring, row);
    const wanted = SWITCHED.has(row.state) ? row.new_key_id : row.old_key_id;
    if (!ring.find(wanted)) continue;
    // One that is done binds nobody: whoever names a third key as the current one means it.
    if (row.state !== 'done' || ring.currentId === row.old_key_id) ring.use(wanted);
    if (row.state !== 'done') followed = row;
  }
  return followed;
}

function learn(ring: KeyRing, row: KeyRotationRow): void {
  const vault = new Vault(ring);
  if (row.new_key_sealed !== null && ring.find(row.old_key_id)) {
    ring.learn(vault.open(row.new_key_sealed, aadOfKey(row.id)));
  }
  if (row.old_key_sealed !== null && ring.find(row.new_key_id)) {
    ring.learn(vault.open(row.old_key_sealed, aadOfKey(row.id)));
  }
}
