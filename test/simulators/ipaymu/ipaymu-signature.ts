/** Both signatures of this vendor, over JSON as PHP writes it. */
import { createHash, createHmac } from 'node:crypto';

export interface PhpJsonOptions {
  readonly slashes: 'escaped' | 'plain';
  readonly unicode: 'escaped' | 'plain';
}

/** `json_encode`: compact, in the order of the keys. */
export function phpJson(value: unknown, { slashes, unicode }: PhpJsonOptions): string {
  let text = JSON.stringify(value);
  if (slashes === 'escaped') text = text.replaceAll('/', '\\/');
  if (unicode === 'plain') return text;
  return Array.from({ length: text.length }, (_, at) => {
    const unit = text.charCodeAt(at);
    return unit < 0x80 ? text.charAt(at) : `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}

export interface SignedRequest {
  readonly method: string;
  /** As the server parsed it; it is written again before it is hashed. */
  readonly body: unknown;
  readonly va: string;
  readonly apiKey: string;
}

/** Header `signature` of a request. */
export function requestSignature({ method, body, va, apiKey }: SignedRequest): string {
  const text = phpJson(body, { slashes: 'plain', unicode: 'escaped' });
  const digest = createHash('sha256').update(text).digest('hex').toLowerCase();
  return createHmac('sha256', apiKey).update(`${method}:${va}:${digest}:${apiKey}`).digest('hex');
}

/** Header `X-Signature` of a callback: all fields by key, the merchant's VA number as key. */
export function callbackSignature(
  fields: Readonly<Record<string, unknown>>,
  va: string,
  unicode: PhpJsonOptions['unicode'] = 'escaped',
): string {
  const sorted = Object.fromEntries(
    Object.entries(fields)
      .filter(([key]) => key !== 'signature')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHmac('sha256', va)
    .update(phpJson(sorted, { slashes: 'escaped', unicode }))
    .digest('hex');
}
