import { describe, expect, it } from '@jest/globals';
import { type KitFacts, kitAsHtml, kitAsText } from './recovery-kit.js';

const KEY = `base64:${Buffer.alloc(32, 9).toString('base64')}`;
const facts = (changes: Partial<KitFacts> = {}): KitFacts => ({
  keyId: '1a2b3c4d',
  installationId: '0199-install',
  publicUrl: 'https://hub.example',
  hubVersion: '0.1.0',
  madeAt: new Date('2026-01-01T00:00:00Z'),
  keyFile: undefined,
  key: undefined,
  ...changes,
});

describe.each([
  ['text', kitAsText],
  ['HTML', kitAsHtml],
])('a recovery kit as %s', (_kind, write) => {
  it('names the installation and the fingerprint of its key, in both languages', () => {
    const kit = write(facts());
    expect(kit).toContain('0199-install');
    expect(kit.split('1a2b3c4d').length - 1).toBe(4);
    expect(kit.toLowerCase()).toContain('lembar pemulihan');
    expect(kit.toLowerCase()).toContain('recovery kit');
  });

  it('holds the key only where it was asked for, with a warning beside it', () => {
    expect(write(facts())).not.toMatch(/RAHASIA|SECRET|base64:[A-Za-z0-9]/);
    const kit = write(facts({ key: KEY }));
    expect(kit.split(KEY).length - 1).toBe(2);
    expect(kit).toContain('Whoever has this sheet');
  });

  it('says where the key stands', () => {
    expect(write(facts())).toContain('KUNCI_MASTER_KEY');
    expect(write(facts({ keyFile: '/srv/kunci/master.key' }))).toContain('/srv/kunci/master.key');
  });
});

it('writes what could be markup as text', () => {
  expect(kitAsHtml(facts({ publicUrl: 'https://hub.example/<b>' }))).toContain('&lt;b&gt;');
});
