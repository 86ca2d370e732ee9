import { InvalidInputError } from '#core/errors/app-error.js';
import type { StoredAttachment } from './payout-task.repository.js';

export const MAX_ATTACHMENT_BYTES = 2 * 1024 * 1024;

/** How each kind of document begins, whatever its name says. */
const MAGIC = {
  'application/pdf': '255044462d',
  'image/png': '89504e470d0a1a0a',
  'image/jpeg': 'ffd8ff',
} as const;

export type AttachmentType = keyof typeof MAGIC;
export const ATTACHMENT_TYPES = Object.keys(MAGIC) as [AttachmentType, ...AttachmentType[]];

/** As it comes over the wire; `content` is base64. */
export interface AttachmentInput {
  readonly filename: string;
  readonly content_type: AttachmentType;
  readonly content: string;
}

const CONTENT = 'proof.attachment.content';

/**
 * The document behind the base64, looked at by its first bytes.
 *
 * @throws InvalidInputError naming the field
 */
export function readAttachment(input: AttachmentInput): StoredAttachment {
  const text = input.content.replaceAll(/\s/g, '');
  const content = Buffer.from(text, 'base64');
  if (content.length === 0 || content.toString('base64') !== text) {
    throw new InvalidInputError(CONTENT, 'Send the document as base64, with padding.', 'invalid');
  }
  if (content.length > MAX_ATTACHMENT_BYTES) {
    throw new InvalidInputError(CONTENT, 'The document has at most 2 MB; send less.', 'too_big');
  }
  if (!content.toString('hex', 0, 8).startsWith(MAGIC[input.content_type])) {
    throw new InvalidInputError(
      CONTENT,
      `This is no ${input.content_type}; send a PDF, PNG or JPEG and name its kind in content_type.`,
      'wrong_type',
    );
  }
  return { filename: plainName(input.filename), contentType: input.content_type, content };
}

/** Without folders, quotes and what no file system wants, so that it can stand in a header. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- they are what must not get into a header
  const clean = last.replaceAll(/[\u0000-\u001f\u007f"<>:|?*]/g, '');
  return clean.replace(/^\.+/, '').trim().slice(0, 120) || 'proof';
}
