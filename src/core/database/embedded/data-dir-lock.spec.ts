import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '#core/config/config.js';
import { lockDataDir } from './data-dir-lock.js';

/** No process of this machine has it: the kernel's limit is 2^22. */
const DEAD = 2 ** 22 + 1;

describe('lockDataDir', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kunci-lock-'));
    path = join(folder, 'kunci.pid');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('names its holder, and leaves nothing behind when it is released', async () => {
    const release = await lockDataDir(folder);
    expect(await readFile(path, 'utf8')).toMatch(new RegExp(`^${process.pid}\n`));
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused while its holder lives, naming it', async () => {
    await lockDataDir(folder);
    const second = lockDataDir(folder);
    await expect(second).rejects.toThrow(ConfigError);
    await expect(second).rejects.toThrow(`KUNCI_DATA_DIR: a Kunci with process id ${process.pid}`);
  });

  it.each([
    ['of a dead process', `${DEAD}\n1@boot\n`],
    ['of a process whose number now belongs to another', `${process.ppid}\n1@another-boot\n`],
    ['that was cut off', ''],
    ['that is no lock', 'hello'],
  ])('takes over a lock %s', async (_title, text) => {
    await writeFile(path, text);
    const release = await lockDataDir(folder);
    await release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('goes to exactly one of many that come at once, also over a dead lock', async () => {
    await writeFile(path, `${DEAD}\n1@boot\n`);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(folder)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['kunci.pid']);
  });

  it("is not taken away by a holder whose lock became another's", async () => {
    const release = await lockDataDir(folder);
    await writeFile(path, 'another');
    await release();
    expect(await readFile(path, 'utf8')).toBe('another');
  });
});
