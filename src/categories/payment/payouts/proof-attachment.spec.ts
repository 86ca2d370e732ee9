import { describe, expect, it } from '@jest/globals';
import { type AttachmentInput, MAX_ATTACHMENT_BYTES, readAttachment } from './proof-attachment.js';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40, 1)]);
const attachment = (more: Partial<AttachmentInput> = {}): AttachmentInput => ({
  filename: 'transfer.png',
  content_type: 'image/png',
  content: png.toString('base64'),
  ...more,
});
const problemOf = (more: Partial<AttachmentInput>): unknown => {
  try {
    return readAttachment(attachment(more));
  } catch (error) {
    return (error as { errors: unknown }).errors;
  }
};

describe('a document that proves a transfer', () => {
  it('is kept byte by byte', () => {
    expect(readAttachment(attachment())).toEqual({
      filename: 'transfer.png',
      contentType: 'image/png',
      content: png,
    });
  });

  it.each([
    ['application/pdf', Buffer.from('%PDF-1.7\n%')],
    ['image/jpeg', Buffer.from('ffd8ffe000104a46', 'hex')],
  ] as const)('may be %s', (content_type, bytes) => {
    const read = readAttachment(attachment({ content_type, content: bytes.toString('base64') }));
    expect(read.content).toEqual(bytes);
  });

  it.each([
    ['that is another thing than it says', { content_type: 'application/pdf' }, 'wrong_type'],
    ['that is a page', { content: Buffer.from('<html>').toString('base64') }, 'wrong_type'],
    ['that is no base64', { content: '%%%%' }, 'invalid'],
    ['that is cut', { content: png.toString('base64').slice(0, -1) }, 'invalid'],
    ['that is empty', { content: '' }, 'invalid'],
    [
      'that is too large',
      { content: Buffer.concat([png, Buffer.alloc(MAX_ATTACHMENT_BYTES)]).toString('base64') },
      'too_big',
    ],
  ] as const)('is refused %s', (_title, more, code) => {
    expect(problemOf(more)).toMatchObject([{ field: 'proof.attachment.content', code }]);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\bukti "1".png', 'bukti 1.png'],
    ['a\r\nset-cookie: x.png', 'aset-cookie x.png'],
    ['...', 'proof'],
  ])('is called %j without what a header or a folder would misread', (filename, plain) => {
    expect(readAttachment(attachment({ filename })).filename).toBe(plain);
  });
});
