import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** A connection to the Postgres that a hub started in its data folder, as whoever owns the folder has it. */
export async function connectEmbedded(dataDir: string): Promise<pg.Client> {
  const password = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  const client = new pg.Client({
    host: '127.0.0.1',
    port: (await postmasterOf(dataDir)).port,
    user: 'kunci',
    database: 'kunci',
    password,
  });
  // A test that kills the database loses this connection too.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Process id and port of that Postgres, by its own pid file. */
export async function postmasterOf(dataDir: string): Promise<{ pid: number; port: number }> {
  const lines = (await readFile(join(dataDir, 'pg/postmaster.pid'), 'utf8')).split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
