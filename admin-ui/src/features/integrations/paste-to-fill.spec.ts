import { describe, expect, it } from '@jest/globals';
import type { CredentialField } from './integrations.api';
import { fillFrom } from './paste-to-fill';

const field = (
  key: string,
  label: string,
  more: Partial<CredentialField> = {},
): CredentialField => ({
  key,
  label: { id: label, en: label },
  secret: true,
  required: true,
  ...more,
});

const FIELDS = [
  field('server_key', 'Server Key', { pattern: '[^\\s]{8,200}', placeholder: 'SB-server-…' }),
  field('client_id', 'Client ID', { secret: false }),
  field('private_key', 'Private Key', { multiline: true }),
];

const filled = (text: string): Record<string, string> => Object.fromEntries(fillFrom(text, FIELDS));

describe('a pasted block', () => {
  it.each([
    ['Server Key: abcdefgh12', 'labels with colons'],
    ['SERVER_KEY=abcdefgh12', 'settings'],
    ['{ "server_key": "abcdefgh12" }', 'JSON on one line'],
    ['{\n  "server_key": "abcdefgh12",\n}', 'JSON'],
    ['Server Key\nabcdefgh12', 'a label above its value'],
    ['PRODUCTION_SERVER_KEY=abcdefgh12', 'a longer name'],
  ])('fills the field from %j, %s', (text) => {
    expect(filled(text)).toEqual({ server_key: 'abcdefgh12' });
  });

  it('fills several fields and leaves out what belongs to none', () => {
    expect(filled('Merchant: M-1\nClient ID: cl-9\nServer Key: abcdefgh12')).toEqual({
      client_id: 'cl-9',
      server_key: 'abcdefgh12',
    });
  });

  it('knows a value without a label by how it begins', () => {
    expect(filled('here it is SB-server-12345678 thanks')).toEqual({
      server_key: 'SB-server-12345678',
    });
  });

  it('takes a PEM key whole', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\nBBBB\n-----END PRIVATE KEY-----';
    expect(filled(`Keys:\n${pem}\n`)).toEqual({ private_key: pem });
  });

  it('leaves out a value that the field would refuse', () => {
    expect(filled('Server Key: short')).toEqual({});
  });
});
