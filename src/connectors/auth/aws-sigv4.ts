/** AWS Signature Version 4, signing by headers (AWS General Reference, "Signing AWS API requests"). */
import { createHash, createHmac } from 'node:crypto';

const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface SigV4Request {
  readonly method: string;
  /** As it will be sent, encoded. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface SigV4Options {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  readonly service: string;
  readonly now: Date;
  /** Whether the body's hash is sent as a header too; object stores demand it, all accept it. */
  readonly withContentHash?: boolean;
}

/** The headers to add, `Authorization` among them. Content type and all `x-amz-*` are signed. */
export function signAwsV4(request: SigV4Request, options: SigV4Options): Record<string, string> {
  const time = options.now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const bodyHash = sha256Hex(request.body ?? '');
  const added: Record<string, string> = { 'X-Amz-Date': time };
  if (options.withContentHash ?? true) added['X-Amz-Content-Sha256'] = bodyHash;
  if (options.sessionToken) added['X-Amz-Security-Token'] = options.sessionToken;

  const signed = headersToSign(request, added);
  const signedNames = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    canonicalPath(request.url, options.service),
    canonicalQuery(request.url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    signedNames,
    bodyHash,
  ].join('\n');

  const scope = `${time.slice(0, 8)}/${options.region}/${options.service}/aws4_request`;
  const toSign = [ALGORITHM, time, scope, sha256Hex(canonical)].join('\n');
  const signature = hmac(signingKey(options, time.slice(0, 8)), toSign).toString('hex');
  const credential = `Credential=${options.accessKeyId}/${scope}`;
  return {
    ...added,
    Authorization: `${ALGORITHM} ${credential}, SignedHeaders=${signedNames}, Signature=${signature}`,
  };
}

function headersToSign(request: SigV4Request, added: Record<string, string>): [string, string][] {
  return Object.entries({ ...request.headers, ...added, host: request.url.host })
    .map(([name, value]): [string, string] => [
      name.toLowerCase(),
      value.trim().replace(/ {2,}/g, ' '),
    ])
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Object stores sign the path as sent; every other service signs it encoded once more. */
function canonicalPath(url: URL, service: string): string {
  if (service === 's3') return url.pathname;
  return url.pathname.split('/').map(encodeStrictly).join('/');
}

function canonicalQuery(url: URL): string {
  if (url.search.length < 2) return '';
  return url.search
    .slice(1)
    .split('&')
    .map((part) => {
      const at = part.indexOf('=');
      const [name, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
      return [reencode(name), reencode(value)] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function reencode(text: string): string {
  return encodeStrictly(decodeURIComponent(text));
}

function encodeStrictly(text: string): string {
  const escape = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, escape);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function signingKey(options: SigV4Options, date: string): Buffer {
  const dateKey = hmac(`AWS4${options.secretAccessKey}`, date);
  return hmac(hmac(hmac(dateKey, options.region), options.service), 'aws4_request');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
