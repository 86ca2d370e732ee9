import { describe, expect, it } from '@jest/globals';
import { signatureHeaders } from './signature-headers.js';
import { webhookSchema } from './webhook.schemas.js';

const key = '=credentials.secret';

describe('signatureHeaders', () => {
  it('names the headers of signatures, also those of routes', () => {
    const webhook = webhookSchema.parse({
      signature: [
        { scheme: 'hmac', key, header: 'X-Signature' },
        { scheme: 'rsa', public_key: key, header: 'X-Rsa' },
      ],
      routes: [
        { path: '/a', signature: { scheme: 'hmac', key, header: 'X-Route' }, replies: [{}] },
      ],
    });
    expect([...signatureHeaders(webhook)]).toEqual(['x-signature', 'x-rsa', 'x-route']);
  });

  it('leaves out headers that carry a shared token', () => {
    const webhook = webhookSchema.parse({
      signature: { scheme: 'shared_token', value: key, header: 'X-Token' },
    });
    expect([...signatureHeaders(webhook)]).toEqual([]);
  });
});
