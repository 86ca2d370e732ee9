/** What somebody typed into the search field, read in the ways in which it may be meant. Pure. */
import { phoneKey } from '#core/privacy/guest.js';

export interface SearchTerm {
  /** As it was typed, without the blanks around it. */
  readonly text: string;
  readonly lower: string;
  /** Country code and number, digits only, as `phoneKey` makes them; absent for what is no phone number. */
  readonly phone?: string;
  /** A whole id of ours. */
  readonly id?: string;
  /** Words a name may begin with; empty for what can't be one. */
  readonly words: readonly string[];
}

/** Fewer digits stand in too many numbers. */
const SHORTEST_PHONE = 6;
const SHORTEST_NAME = 3;
const PHONE = /^[+\d][\d\s().-]*$/;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function toSearchTerm(typed: string): SearchTerm {
  const text = typed.trim();
  const lower = text.toLowerCase();
  const phone = phoneIn(text);
  return {
    text,
    lower,
    words: wordsIn(lower),
    ...(phone !== undefined && { phone }),
    ...(ID.test(lower) && { id: lower }),
  };
}

function phoneIn(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, '').length;
  return PHONE.test(text) && digits >= SHORTEST_PHONE ? phoneKey(text) : undefined;
}

function wordsIn(lower: string): string[] {
  const words = lower.match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters = lower.match(/\p{L}/gu)?.length ?? 0;
  return letters < SHORTEST_NAME ? [] : words;
}

/** The pattern of LIKE for everything that begins so. */
export function beginsWith(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}
