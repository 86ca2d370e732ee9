import type { Proof } from './money.api';

export type Attachment = NonNullable<Proof['attachment']>;

export const PROOF_TYPES: readonly Attachment['content_type'][] = [
  'application/pdf',
  'image/png',
  'image/jpeg',
];
const MAX_BYTES = 2 * 1024 * 1024;

/** What the hub takes: a PDF or picture of at most 2 MB. */
export function isFitting({ size, type }: File): boolean {
  return size <= MAX_BYTES && PROOF_TYPES.some((known) => known === type);
}

export async function readProof(file: File): Promise<Attachment> {
  const type = PROOF_TYPES.find((known) => known === file.type) ?? 'application/pdf';
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('the file can not be read'));
    reader.readAsDataURL(file);
  });
  return { filename: file.name, content_type: type, content: url.slice(url.indexOf(',') + 1) };
}
