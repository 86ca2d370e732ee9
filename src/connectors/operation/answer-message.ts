/** Finds the sentence in a vendor's answer that tells a person what is wrong. */
import { maskCardText } from '../card-masking.js';
import { asText, isRecord } from '../rendered-values.js';

const LONGEST_MESSAGE = 300;
/** Where vendors put their sentence, the telling ones first. */
const MESSAGE_KEYS = [
  'error_description',
  'error_messages',
  'validation_messages',
  'message',
  'status_message',
  'responsemessage',
  'error_message',
  'errormessage',
  'errors',
  'error',
  'detail',
  'description',
  'title',
  'reason',
  'msg',
  'response_desc',
  'fault',
  'text',
] as const;
const DEEPEST = 4;

/** The vendor's own sentence, or undefined when the answer holds none. Plain text only, one line. */
export function answerMessage(body: unknown): string | undefined {
  const found = find(body, 0);
  return found === undefined ? undefined : tidyMessage(found);
}

/** One line, no markup, no card number, short enough for a log and a toast. */
export function tidyMessage(text: string): string {
  const line = maskCardText(text).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

function find(value: unknown, depth: number): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return firstFound(value, depth);
  if (isRecord(value)) return findInRecord(value, depth);
  const text = asText(value);
  if (text === undefined || text.trim() === '' || text.includes('<')) return undefined;
  return text;
}

function findInRecord(record: Record<string, unknown>, depth: number): string | undefined {
  const byName = new Map(Object.entries(record).map(([key, one]) => [key.toLowerCase(), one]));
  const known = MESSAGE_KEYS.map((key) => byName.get(key)).filter(
    (one) => typeof one !== 'boolean',
  );
  return firstFound(known, depth) ?? firstFound(Object.values(record).filter(isNested), depth);
}

function firstFound(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const found = find(value, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNested(value: unknown): boolean {
  return isRecord(value) || (Array.isArray(value) && value.some(isRecord));
}
