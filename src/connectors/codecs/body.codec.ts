/** Bodies of requests and answers: values to bytes and back, by the encodings a connector can name. */
import { CodecError, MAX_BODY_BYTES } from './codec.error.js';
import { decodeForm, encodeForm, encodeNestedForm, groupPairs } from './form.codec.js';
import { parseJsonExactly } from './json.codec.js';
import { decodeMultipart, encodeMultipart } from './multipart.codec.js';
import { decodeXml, encodeXml } from './xml.codec.js';
import type { Encoding } from '../template.schemas.js';

export interface EncodedBody {
  readonly body: Buffer;
  readonly contentType: string;
}

export interface EncodeOptions {
  /** Root element of XML, when the value does not bring it. */
  readonly xmlRoot?: string;
}

/** How to read a body; `auto` goes by its content type, then by its first character. */
export type DecodeMode = 'auto' | 'json' | 'xml' | 'form' | 'text';

const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * Writes a value. Undefined gives an empty body in every encoding.
 *
 * @throws CodecError when the encoding can't express the value or the body would be too large
 */
export function encodeBody(
  encoding: Exclude<Encoding, 'none'>,
  value: unknown,
  options: EncodeOptions = {},
): EncodedBody {
  const encoded = write(encoding, value, options);
  if (encoded.body.byteLength > MAX_BODY_BYTES) {
    throw new CodecError(`The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  return encoded;
}

function write(
  encoding: Exclude<Encoding, 'none'>,
  value: unknown,
  { xmlRoot }: EncodeOptions,
): EncodedBody {
  switch (encoding) {
    case 'json':
      return textBody(value === undefined ? '' : JSON.stringify(value), 'application/json');
    case 'form':
      return textBody(encodeForm(fieldsOf(value)), FORM_TYPE);
    case 'form_nested':
      return textBody(encodeNestedForm(fieldsOf(value)), FORM_TYPE);
    case 'multipart':
      return encodeMultipart(fieldsOf(value));
    case 'xml':
      return textBody(value === undefined ? '' : encodeXml(value, xmlRoot), 'application/xml');
    case 'text':
      return textBody(plainText(value), 'text/plain; charset=utf-8');
  }
}

function textBody(text: string, contentType: string): EncodedBody {
  return { body: Buffer.from(text, 'utf8'), contentType };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new CodecError('A form body must be an object of fields.');
}

function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new CodecError('A text body must be a text; write structures with $json.');
}

/**
 * Reads a body. What is not well-formed in the wanted or announced format comes back as text, so that
 * error rules and logs can still look at it; an empty body is undefined.
 *
 * @throws CodecError for bodies that are too large or must not be read (XML with a document type)
 */
export function decodeBody(
  body: Buffer,
  contentType: string | undefined,
  mode: DecodeMode = 'auto',
): unknown {
  if (body.byteLength > MAX_BODY_BYTES) {
    throw new CodecError(`The body is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  if (body.byteLength === 0) return undefined;
  const announced = contentType ?? '';
  if (mode === 'auto' && /^multipart\//i.test(announced)) {
    return decodeMultipart(body, announced) ?? textOf(body, announced);
  }
  const text = textOf(body, announced);
  return read(text, mode === 'auto' ? modeFor(announced, text) : mode);
}

function read(text: string, mode: Exclude<DecodeMode, 'auto'>): unknown {
  switch (mode) {
    case 'json': {
      const parsed = parseJsonExactly(text);
      return parsed.ok ? parsed.value : text;
    }
    case 'xml':
      return decodeXml(text) ?? text;
    case 'form':
      return groupPairs(decodeForm(text));
    case 'text':
      return text;
  }
}

const MODES: readonly (readonly [RegExp, Exclude<DecodeMode, 'auto'>])[] = [
  [/^[^;]*[/+]json\b/i, 'json'],
  [/^[^;]*[/+]xml\b/i, 'xml'],
  [/^application\/x-www-form-urlencoded/i, 'form'],
];

/** Vendors answer JSON as text/html or without any type; the first character then decides. */
function modeFor(contentType: string, text: string): Exclude<DecodeMode, 'auto'> {
  const announced = MODES.find(([pattern]) => pattern.test(contentType))?.[1];
  if (announced !== undefined) return announced;
  if (/^\s*[[{]/.test(text)) return 'json';
  return /^\s*<\?xml/.test(text) ? 'xml' : 'text';
}

/** Decodes by the announced charset, UTF-8 where it is none we know; a byte order mark goes. */
function textOf(body: Buffer, contentType: string): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
