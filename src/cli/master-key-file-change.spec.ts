import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrCreateMasterKeyFile } from '#core/config/master-key-file.js';
import { MasterKeyFileChange } from './master-key-file-change.js';

const OLD = randomBytes(32);
const NEW = randomBytes(32);
const nothing = async (): Promise<void> => undefined;

describe('MasterKeyFileChange', () => {
  let folder: string;
  let change: MasterKeyFileChange;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kunci-key-'));
    await writeFile(join(folder, 'master.key'), `base64:${OLD.toString('base64')}\n`, {
      mode: 0o600,
    });
    change = new MasterKeyFileChange(folder, { current: OLD, previous: [] }, NEW);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const read = () => readOrCreateMasterKeyFile(folder, { hasDatabase: true });

  it('leaves only the new key in the end, readable by its owner alone', async () => {
    await change.around(nothing, nothing);
    expect(await read()).toEqual({ current: NEW, previous: [] });
    expect((await stat(join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('holds both keys while the secrets are sealed again', async () => {
    let during;
    await change.around(async () => {
      during = await read();
    }, nothing);
    expect(during).toEqual({ current: OLD, previous: [NEW] });
  });

  it('puts the file back when sealing fails', async () => {
    const before = await readFile(join(folder, 'master.key'), 'utf8');
    const failing = change.around(() => Promise.reject(new Error('no')), nothing);
    await expect(failing).rejects.toThrow('no');
    expect(await readFile(join(folder, 'master.key'), 'utf8')).toBe(before);
  });

  it('keeps the old key beside the new one when the new one could not be verified', async () => {
    const failing = change.around(nothing, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await read()).toEqual({ current: NEW, previous: [OLD] });
  });
});
