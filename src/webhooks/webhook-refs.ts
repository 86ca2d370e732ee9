/** Ids by which people look for a webhook: those that the vendor wrote into it, and ours. */
import type { NeutralEvent } from '#connectors/webhook/interpret.js';
import type { EventResult } from './webhook-log.rows.js';

/** Fields of an event that hold an id, in every category: `reference`, `gateway_transaction_id`, `message_id` … */
const IS_ID = /^(?:id|reference|.+_(?:id|reference))$/;
const MADE_OF_BODY = 'body:';
/** A batch of many events has more than anybody looks for. */
const MOST = 100;
const MAX_LENGTH = 255;

export function refsOf(
  told: readonly { readonly id: string; readonly event: NeutralEvent }[],
  results: readonly EventResult[],
): string[] {
  const found = told.flatMap(({ id, event }) => [
    ...(id.startsWith(MADE_OF_BODY) ? [] : [id]),
    ...idsIn(event),
    ...idsIn(event['refs'], true),
  ]);
  const subjects = results.flatMap(({ subject_id: id }) => (id === undefined ? [] : [id]));
  return [...new Set([...found, ...subjects])].slice(0, MOST);
}

function idsIn(fields: unknown, isAll = false): string[] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields)
    .filter(([name, value]) => (isAll || IS_ID.test(name)) && isIdLike(value))
    .map(([, value]) => String(value));
}

function isIdLike(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH;
}
