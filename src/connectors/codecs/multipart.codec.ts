/** `multipart/form-data` (RFC 7578). A file is `{filename, content_type, content_base64}`. */
import { randomBytes } from 'node:crypto';
import { CodecError } from '#connectors/codecs/codec.error.js';
import { groupPairs, pairs } from '#connectors/codecs/form.codec.js';

const MAX_PARTS = 1_000;
const MAX_BOUNDARY = 200;

interface FilePart {
  readonly filename: string;
  readonly content_type?: string;
  readonly content_base64: string;
}

export interface EncodedMultipart {
  readonly body: Buffer;
  readonly contentType: string;
}

/**
 * Writes fields and files under a random boundary.
 *
 * @throws CodecError for nested objects that are no files
 */
export function encodeMultipart(fields: Readonly<Record<string, unknown>>): EncodedMultipart {
  const boundary = `form-${randomBytes(18).toString('hex')}`;
  const chunks: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      chunks.push(...writePart(boundary, name, item));
    }
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    body: Buffer.concat(chunks),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function writePart(boundary: string, name: string, value: unknown): Buffer[] {
  const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
  if (isFile(value)) {
    const type = (value.content_type ?? 'application/octet-stream').replace(/[\r\n]/g, '');
    const head = `${disposition}; filename="${quoted(value.filename)}"\r\nContent-Type: ${type}\r\n\r\n`;
    return [Buffer.from(head), Buffer.from(value.content_base64, 'base64'), Buffer.from('\r\n')];
  }
  return pairs({ [name]: value }).map(([, text]) =>
    Buffer.from(`${disposition}\r\n\r\n${text}\r\n`),
  );
}

function isFile(value: unknown): value is FilePart {
  if (typeof value !== 'object' || value === null) return false;
  const { filename, content_type, content_base64 } = value as Partial<
    Record<keyof FilePart, unknown>
  >;
  const isTyped = content_type === undefined || typeof content_type === 'string';
  return typeof filename === 'string' && typeof content_base64 === 'string' && isTyped;
}

/** The escapes browsers use; a bare line break would start a header. */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/**
 * Reads a multipart body; a name that occurs again holds a list.
 *
 * @returns undefined when the boundary is missing or the body is malformed
 * @throws CodecError beyond 1,000 parts
 */
export function decodeMultipart(
  body: Buffer,
  contentType: string,
): Record<string, unknown> | undefined {
  const [, quotedBoundary, bareBoundary] =
    /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quotedBoundary ?? bareBoundary;
  if (boundary === undefined || boundary.length > MAX_BOUNDARY) return undefined;
  const parts = splitParts(body, boundary);
  return parts === undefined ? undefined : groupPairs(parts.flatMap(readPart));
}

/** The bytes between boundaries, each beginning with its headers. */
function splitParts(body: Buffer, boundary: string): Buffer[] | undefined {
  const delimiter = `\r\n--${boundary}`;
  const parts: Buffer[] = [];
  // The first delimiter may lack its line break, so it is found by the rest of it.
  let start = body.indexOf(delimiter.slice(2));
  while (start !== -1) {
    const from = start + Buffer.byteLength(delimiter) - (start === 0 || parts.length === 0 ? 2 : 0);
    if (body.subarray(from, from + 2).toString('latin1') === '--') return parts;
    const end = body.indexOf(delimiter, from);
    if (end === -1) return undefined;
    parts.push(body.subarray(from, end));
    if (parts.length > MAX_PARTS) {
      throw new CodecError(`A form may have at most ${MAX_PARTS} parts.`);
    }
    start = end;
  }
  return undefined;
}

function readPart(part: Buffer): [string, unknown][] {
  const gap = part.indexOf('\r\n\r\n');
  if (gap === -1) return [];
  const head = part.subarray(0, gap).toString('utf8');
  const content = part.subarray(gap + 4);
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return [];
  const filename = /[;\s]filename="([^"]*)"/i.exec(head)?.[1];
  if (filename === undefined) return [[name, content.toString('utf8')]];
  const type = /^content-type:[ \t]*([^\r\n]+)/im.exec(head)?.[1];
  const file: FilePart = {
    filename,
    content_type: type?.trim() ?? 'application/octet-stream',
    content_base64: content.toString('base64'),
  };
  return [[name, file]];
}
