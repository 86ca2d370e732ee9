import { describe, expect, it } from '@jest/globals';
import { signAwsV4, type SigV4Options, type SigV4Request } from './aws-sigv4.js';

/** Keys and moment of AWS's published test suite. */
const suite: SigV4Options = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
  now: new Date('2015-08-30T12:36:00Z'),
  withContentHash: false,
};

function aRequest(
  parts: { method?: string; target?: string } & Partial<SigV4Request>,
): SigV4Request {
  const { method = 'GET', target = '/', ...rest } = parts;
  return { method, url: new URL(`https://example.amazonaws.com${target}`), headers: {}, ...rest };
}

function signatureOf(headers: Record<string, string>): string | undefined {
  return headers['Authorization']?.split('Signature=')[1];
}

describe('signAwsV4', () => {
  it.each([
    [
      'get-vanilla',
      aRequest({}),
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'get-vanilla-query-order-key-case',
      aRequest({ target: '/?Param2=value2&Param1=value1' }),
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-vanilla',
      aRequest({ method: 'POST' }),
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'post-x-www-form-urlencoded',
      aRequest({
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: Buffer.from('Param1=value1'),
      }),
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('reproduces the published vector %s', (_name, request, signature) => {
    expect(signatureOf(signAwsV4(request, suite))).toBe(signature);
  });

  it('signs content type and body hash of a JSON call', () => {
    const body = Buffer.from(
      '{"FromEmailAddress":"hotel@example.com","Destination":{"ToAddresses":["guest@example.com"]},' +
        '"Content":{"Simple":{"Subject":{"Data":"Konfirmasi","Charset":"UTF-8"},' +
        '"Body":{"Text":{"Data":"Halo","Charset":"UTF-8"}}}}}',
    );
    const headers = signAwsV4(
      {
        method: 'POST',
        url: new URL('https://email.ap-southeast-1.amazonaws.com/v2/email/outbound-emails'),
        headers: { 'content-type': 'application/json' },
        body,
      },
      {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        region: 'ap-southeast-1',
        service: 'ses',
        now: new Date('2026-11-02T08:15:30Z'),
      },
    );
    expect(headers).toEqual({
      'X-Amz-Date': '20261102T081530Z',
      'X-Amz-Content-Sha256': '7f7d519b446b7c08a737328b103eb06a96deba2648021ea014d88f59052c3ff6',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261102/ap-southeast-1/ses/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, ' +
        'Signature=5851aaca6d8b83accaaf5764b9f0490da13ab14b4fe1dd07e9865b7925645c30',
    });
  });

  it('adds and signs the session token of temporary credentials', () => {
    const headers = signAwsV4(aRequest({}), { ...suite, sessionToken: 'temporary' });
    expect(headers['X-Amz-Security-Token']).toBe('temporary');
    expect(headers['Authorization']).toContain(
      'SignedHeaders=host;x-amz-date;x-amz-security-token',
    );
  });
});
