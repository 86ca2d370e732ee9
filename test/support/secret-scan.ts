/** Looks for secrets where none may be, in every form in which they could get there. */
import { Redis } from 'ioredis';
import pg from 'pg';

/** The ways a secret can be written: as it is, escaped, in hex, or inside a longer text that was base64-encoded. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) => base64Core(bytes, offset));
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** Those of the secrets that stand in the text, by their place in the list: a failure must not print them. */
export function secretsIn(text: string, secrets: readonly string[]): number[] {
  return secrets.flatMap((secret, i) =>
    formsOf(secret).some((form) => text.includes(form)) ? [i] : [],
  );
}

/** Every row of every table, as text; by `schema.table`. */
export async function readTables(databaseUrl: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts = new Map<string, string>();
    for (const { name } of tables.rows) {
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      texts.set(name, rows.map(textOf).join('\n'));
    }
    return texts;
  } finally {
    await client.end();
  }
}

/** Every value under the keys of one installation. */
export async function readRedis(url: string, installationId: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const texts: string[] = [];
    for (const key of await redis.keys(`*${installationId}*`)) {
      texts.push(key, JSON.stringify(await readKey(redis, key)));
    }
    return texts.join('\n');
  } finally {
    await redis.quit();
  }
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return undefined;
  }
}

function textOf(row: Readonly<Record<string, unknown>>): string {
  return Object.values(row)
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))
    .join('\n');
}

/** What of a base64 text depends on the secret alone, when so many bytes (modulo 3) stand before it. */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const end = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
  return text.slice([0, 2, 3][offset], end);
}
