/** A change of the master key while hubs run, as it stands in the database. */

/**
 * How far it is. `checking`: every secret is opened once, nothing has changed. `distributing`: every process learns the
 * new key. `switching`: every process seals with it. `resealing`: what the old key sealed is sealed anew. `verifying`:
 * everything is opened with the new key alone. `handing_over`: done but for the settings of the hubs, which still name
 * the old key.
 */
export const ROTATION_STATES = [
  'checking',
  'distributing',
  'switching',
  'resealing',
  'verifying',
  'handing_over',
  'done',
  'cancelled',
  'failed',
] as const;
export type RotationState = (typeof ROTATION_STATES)[number];

/** States that nothing follows. */
export const ENDED: ReadonlySet<RotationState> = new Set(['done', 'cancelled', 'failed']);

/** States in which every process seals with the new key. */
export const SWITCHED: ReadonlySet<RotationState> = new Set([
  'switching',
  'resealing',
  'verifying',
  'handing_over',
  'done',
]);

/** Where a pass over all texts goes on. */
export interface RotationPosition {
  /** The table's place in the list; 0 for the first. */
  readonly table?: number;
  readonly afterId?: string;
  /** Rows that this pass had to seal anew, or could not. */
  readonly found?: number;
}

/** Rows by table. */
export interface RotationCount {
  readonly total: number;
  readonly checked: number;
  readonly resealed: number;
  readonly verified: number;
}
export type RotationCounts = Readonly<Record<string, RotationCount>>;

export interface KeyRotationRow {
  readonly id: string;
  readonly old_key_id: string;
  readonly new_key_id: string;
  readonly new_key_sealed: string | null;
  readonly old_key_sealed: string | null;
  readonly state: RotationState;
  readonly position: RotationPosition;
  readonly counts: RotationCounts;
  /** Transactions from here on began after every process had switched. */
  readonly switched_before: number | null;
  readonly switched_at: Date | null;
  readonly problem: string | null;
  readonly old_key_seen_at: Date;
  readonly started_by: unknown;
  readonly started_at: Date;
  readonly updated_at: Date;
  readonly finished_at: Date | null;
}

/** A running process and what it knows: 0 nothing yet, 1 it can open with the new key, 2 it seals with it. */
export interface KeyHolderRow {
  readonly process_id: string;
  readonly backend_pid: number | null;
  readonly started_with: string;
  readonly hub_version: string;
  readonly rotation_id: string | null;
  readonly phase: number;
}
