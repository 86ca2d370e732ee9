import type { ChildProcess } from 'node:child_process';
import type { PostgresBinaries } from './binaries.js';
import type { Launch, OsAccount } from './os-account.js';

/** A Postgres data directory, with what is needed to run programs on it. */
export interface Cluster {
  readonly binaries: PostgresBinaries;
  /** Undefined when the programs run as whoever we are. */
  readonly account: OsAccount | undefined;
  readonly clusterDir: string;
}

/** The part of the spawn options that changes the user. */
export function idsOf(launch: Launch): { uid?: number; gid?: number } {
  return launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.gid };
}

/** The last of what a program has to say on stderr, for its error message. */
export function lastWordsOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-2_000);
  });
  return () => text.trim();
}
