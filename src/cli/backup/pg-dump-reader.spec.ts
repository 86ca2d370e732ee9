import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BackupBatch, BackupSource } from './backup.types.js';
import { parseCopyLine, readPgDump } from './pg-dump-reader.js';

const DUMP = `--
-- PostgreSQL database dump
--
CREATE TABLE public.webhook_logs (id uuid NOT NULL) PARTITION BY RANGE (id);
ALTER TABLE ONLY public.webhook_logs ATTACH PARTITION public.webhook_logs_w1 FOR VALUES FROM (MINVALUE) TO ('0');

COPY bullmq.jobs (id) FROM stdin;
17
\\.

COPY public.migrations (id, "timestamp", name) FROM stdin;
2	1763700020000	CreateAccess1763700020000
1	1763700010000	CreateVaultKeys1763700010000
\\.

COPY public.vault_keys (key_id, check_value, created_at) FROM stdin;
1a2b3c4d	kv1.1a2b3c4d.AAAA	2026-01-01 00:00:00+00
\\.

COPY public.webhook_logs_w1 (id, body) FROM stdin;
a	one\\ttwo\\nthree\\\\
b	\\N
\\.

COPY public.webhook_logs_default (id, body) FROM stdin;
\\.

--
-- PostgreSQL database dump complete
--
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kunci-dump-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Buffer): Promise<BackupSource> {
  const file = join(folder, name);
  await writeFile(file, content);
  return readPgDump(file);
}

async function batchesOf(source: BackupSource): Promise<BackupBatch[]> {
  const all: BackupBatch[] = [];
  for await (const batch of source.batches()) all.push(batch);
  return all;
}

describe('a plain pg_dump file', () => {
  it('tells its migrations in their order, and its keys', async () => {
    const { about } = await read('facts.sql', DUMP);
    expect(about.migrations).toEqual(['CreateVaultKeys1763700010000', 'CreateAccess1763700020000']);
    expect(about.vault_keys).toEqual([{ key_id: '1a2b3c4d', check_value: 'kv1.1a2b3c4d.AAAA' }]);
  });

  it('gives the rows of our tables, those of partitions as rows of the whole', async () => {
    const batches = await batchesOf(await read('rows.sql', DUMP));
    expect(batches.map(({ table }) => table)).toEqual(['migrations', 'vault_keys', 'webhook_logs']);
    expect(batches[2]).toEqual({
      table: 'webhook_logs',
      columns: ['id', 'body'],
      rows: [
        ['a', 'one\ttwo\nthree\\'],
        ['b', null],
      ],
    });
  });

  it('may be packed', async () => {
    expect(await batchesOf(await read('packed.gz', gzipSync(DUMP)))).toHaveLength(3);
  });

  it.each([
    ['cut off', DUMP.slice(0, DUMP.indexOf('--\n-- PostgreSQL database dump complete')), 'cut off'],
    ['packed in its own format', 'PGDMP\u0001\u000e', 'pg_restore -f plain.sql'],
    ['of something else', 'CREATE TABLE x ();\n', 'no backup of a hub'],
  ])('is refused when it is %s', async (_kind, content, message) => {
    await expect(read('bad.sql', content)).rejects.toThrow(message);
  });
});

describe('a line of a COPY block', () => {
  it.each([
    ['a\tb', ['a', 'b']],
    ['\\N\t', [null, '']],
    ['\\\\N', ['\\N']],
    ['\\b\\f\\v\\r', ['\b\f\v\r']],
    ['{"a":"\\\\"x\\\\""}', ['{"a":"\\"x\\""}']],
    ['\\\\x00ff', ['\\x00ff']],
  ])('is split and unescaped: %j', (line, values) => {
    expect(parseCopyLine(line)).toEqual(values);
  });
});
