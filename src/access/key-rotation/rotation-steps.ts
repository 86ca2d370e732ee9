/**
 * The steps of changing the master key while hubs run. Each is one short transaction that reads where the change
 * stands, does a little and writes how far it came, so any process may take it and may be killed at any moment: the
 * next one goes on where the last commit was.
 */
import { Inject, Injectable } from '@nestjs/common';
import { hubVersion } from '#core/config/hub-version.js';
import { Database, type Sql } from '#core/database/database.js';
import { Clock } from '#core/time/clock.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { countStrangers, listHolders } from '#core/vault/rotation/key-holders.repository.js';
import {
  lockActiveRotation,
  updateRotation,
} from '#core/vault/rotation/key-rotation.repository.js';
import type { KeyRotationRow, RotationState } from '#core/vault/rotation/key-rotation.rows.js';
import { type PassResult, RotationPass } from '#core/vault/rotation/rotation-pass.js';
import { SEALED_TABLES, type SealedTable } from '#core/vault/sealed-table.js';
import { deleteVaultKey } from '#core/vault/vault-keys.repository.js';
import { RotationEnd, type StepOutcome } from './rotation-end.js';

/** Rows of a batch are not held for longer than this while another one of them is waited for. */
const LOCK_TIMEOUT = '300ms';
/** A text that a process had sealed before it switched may reach its table this much later. */
const SETTLE_MS = 3_000;

type Step = (tx: Sql, row: KeyRotationRow) => Promise<StepOutcome>;

@Injectable()
export class RotationSteps {
  private readonly pass: RotationPass;
  private readonly version = hubVersion();
  private readonly steps: Readonly<Partial<Record<RotationState, Step>>> = {
    checking: (tx, row) => this.check(tx, row),
    distributing: (tx, row) => this.untilAllKnow(tx, row, { phase: 1, next: 'switching' }),
    switching: (tx, row) => this.untilAllKnow(tx, row, { phase: 2, next: 'resealing' }),
    resealing: (tx, row) => this.reseal(tx, row),
    verifying: (tx, row) => this.verify(tx, row),
    handing_over: (tx, row) => this.end.handOver(tx, row),
  };

  constructor(
    private readonly database: Database,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
    private readonly end: RotationEnd,
    @Inject(SEALED_TABLES) tables: readonly SealedTable[],
  ) {
    this.pass = new RotationPass(tables);
  }

  /** Takes the next step of the change that is under way, unless another process is taking it. */
  next(): Promise<StepOutcome> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
      const row = await lockActiveRotation(tx);
      if (!row) return 'nothing';
      // A process that has not learned the keys yet leaves the work to those that have.
      if (!this.ring.find(row.new_key_id) || !this.ring.find(row.old_key_id)) return 'waiting';
      return (await this.steps[row.state]?.(tx, row)) ?? 'nothing';
    });
  }

  private async check(tx: Sql, row: KeyRotationRow): Promise<StepOutcome> {
    const result = await this.pass.check(tx, row, this.ring);
    if (result.problem !== undefined) {
      await deleteVaultKey(tx, row.new_key_id);
      await updateRotation(tx, row.id, {
        state: 'failed',
        problem: `Nothing was changed. ${result.problem}`,
        finished_at: this.clock.now(),
      });
      return 'done';
    }
    return this.keep(tx, row, result, { state: 'distributing', position: {} });
  }

  private async untilAllKnow(
    tx: Sql,
    row: KeyRotationRow,
    { phase, next }: { phase: number; next: RotationState },
  ): Promise<StepOutcome> {
    const holders = await listHolders(tx);
    const missing = holders.filter(
      (holder) => holder.rotation_id !== row.id || holder.phase < phase,
    ).length;
    const strangers =
      (await countStrangers(tx, { withNewcomers: true })) +
      holders.filter((holder) => holder.hub_version !== this.version).length;
    if (missing + strangers > 0) {
      const problem = strangers === 0 ? null : tooOld(strangers);
      if (problem !== row.problem) await updateRotation(tx, row.id, { problem });
      return 'waiting';
    }
    const [snapshot] = await tx.query<{ horizon: number; now: Date }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS horizon, now() AS now',
    );
    await updateRotation(tx, row.id, {
      state: next,
      problem: null,
      position: {},
      switched_before: snapshot?.horizon ?? null,
      switched_at: snapshot?.now,
    });
    return 'done';
  }

  /** Pass after pass, until one finds nothing more to do and nobody can come with an old text any more. */
  private async reseal(tx: Sql, row: KeyRotationRow): Promise<StepOutcome> {
    const result = await this.pass.reseal(tx, row, this.ring);
    if (result.position) return this.keep(tx, row, result, {});
    const isClean = result.found === 0 && (await this.isSettled(tx, row));
    await updateRotation(tx, row.id, {
      position: {},
      ...(isClean && { state: 'verifying' }),
    });
    return isClean ? 'done' : 'waiting';
  }

  /** Every transaction that began before the switch has ended, and what a process had in hand has been written. */
  private async isSettled(tx: Sql, row: KeyRotationRow): Promise<boolean> {
    const [seen] = await tx.query<{ oldest: number; settled: boolean }>(
      `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
              $1::timestamptz < now() - make_interval(secs => $2) AS settled`,
      [row.switched_at, SETTLE_MS / 1_000],
    );
    return seen !== undefined && seen.settled && seen.oldest >= (row.switched_before ?? 0);
  }

  private async verify(tx: Sql, row: KeyRotationRow): Promise<StepOutcome> {
    const result = await this.pass.verify(tx, row, this.ring);
    if (result.problem !== undefined) {
      // Something came late under the old key, or was damaged meanwhile: back, and round again.
      await updateRotation(tx, row.id, {
        state: 'resealing',
        position: {},
        problem: result.problem,
      });
      return 'waiting';
    }
    if (result.position) return this.keep(tx, row, result, {});
    return this.end.conclude(tx, row);
  }

  private async keep(
    tx: Sql,
    row: KeyRotationRow,
    result: PassResult,
    atEnd: Parameters<typeof updateRotation>[2],
  ): Promise<StepOutcome> {
    await updateRotation(tx, row.id, {
      counts: result.counts,
      ...(result.position ? { position: result.position } : atEnd),
      ...(result.problem !== undefined && { problem: result.problem }),
    });
    return 'done';
  }
}

function tooOld(strangers: number): string {
  return `${strangers === 1 ? 'A process is' : `${strangers} processes are`} connected that can not take part: of an older version or another one than this, or just starting. Update or stop it; this goes on by itself.`;
}
