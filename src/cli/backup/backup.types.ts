import { z } from 'zod';

/** What a backup says of itself before its rows. */
export const backupHeaderSchema = z.object({
  kunci_backup: z.literal(1),
  made_at: z.iso.datetime(),
  hub_version: z.string(),
  installation_id: z.string(),
  /** Names of the migrations that its tables come from, in order. */
  migrations: z.array(z.string()),
  /** The master keys it was encrypted with, each with a text that only that key opens. */
  vault_keys: z.array(z.object({ key_id: z.string(), check_value: z.string() })),
});
export type BackupHeader = z.infer<typeof backupHeaderSchema>;

export type BackupRow = readonly (string | null)[];

/** Some rows of one table, as Postgres writes them as text. */
export interface BackupBatch {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly BackupRow[];
}

/** A backup that is read from the beginning to the end, once. */
export interface BackupSource {
  readonly kind: 'kunci' | 'pg_dump';
  /** When and with which version it was made, as far as it says. */
  readonly about: Partial<BackupHeader> & Pick<BackupHeader, 'migrations' | 'vault_keys'>;
  /** @throws CommandError when it is cut off or damaged */
  batches(): AsyncIterable<BackupBatch>;
}

/** Tables of the moment: which migrations ran is in the header, which processes run is over. */
export const LEFT_OUT: ReadonlySet<string> = new Set(['migrations', 'key_holders']);
