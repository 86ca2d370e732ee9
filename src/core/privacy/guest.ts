/**
 * A guest as somebody asks for one, and how texts are recognised that are about that guest. Rows with columns of their
 * own are found by index; bodies, events and messages by the pattern that this file makes of what is known.
 */
import { PERSONAL_FIELDS, personalKindIn } from './personal-fields.js';

/** What stands in place of what was erased. */
export const ERASED = '[erased]';

export interface GuestQuery {
  readonly email?: string;
  readonly phone?: string;
  readonly order_id?: string;
  /** Never looked for by itself, as people share names; blanked in the rows that are found. */
  readonly name?: string;
}

/** A guest with what was found by index: ids of payments, references, the vendors' ids. */
export interface Guest {
  readonly email: string | null;
  /** Country code and number, digits only. */
  readonly phone: string | null;
  readonly orderId: string | null;
  readonly name: string | null;
  readonly handles: readonly string[];
}

/** Shorter ids stand in too many texts that are about something else. */
const SHORTEST_HANDLE = 6;
const SHORTEST_PHONE = 7;
const DEFAULT_COUNTRY = '62';

export function toGuest(query: GuestQuery): Guest {
  return {
    email: query.email?.trim().toLowerCase() ?? null,
    phone: query.phone === undefined ? null : phoneKey(query.phone),
    orderId: query.order_id?.trim() ?? null,
    name: query.name?.trim().replaceAll(/\s+/g, ' ').toLowerCase() ?? null,
    handles: [],
  };
}

/**
 * A phone number as people and vendors write it, `08…`, `628…`, `+62…`, `0062…`, reduced to one form. The SQL function
 * `guest_phone_key` does the same for rows; a test holds the two together.
 */
export function phoneKey(text: string): string {
  const digits = text.replaceAll(/\D/g, '');
  return withoutTrunk(text.trimStart().startsWith('+') ? digits : international(digits));
}

function international(digits: string): string {
  if (digits.startsWith('00')) return digits.slice(2);
  if (digits.startsWith('0')) return DEFAULT_COUNTRY + digits.slice(1);
  return digits.startsWith('8') ? DEFAULT_COUNTRY + digits : digits;
}

function withoutTrunk(digits: string): string {
  const doubled = `${DEFAULT_COUNTRY}0`;
  return digits.startsWith(doubled) ? DEFAULT_COUNTRY + digits.slice(doubled.length) : digits;
}

/**
 * The source of one regular expression, in the words that Postgres and JavaScript share, that finds the guest in a text
 * in lower case; undefined when nothing is known that a text could hold.
 */
export function patternOf(guest: Guest): string | undefined {
  const handles = [...guest.handles, ...(guest.orderId === null ? [] : [guest.orderId])];
  const ids = handles.filter((one) => one.length >= SHORTEST_HANDLE).flatMap(writtenForms);
  const parts = [
    ids.length > 0 && `(?:^|[^a-z0-9_-])(?:${[...new Set(ids)].join('|')})(?=$|[^a-z0-9_-])`,
    ...ownPatterns(guest),
  ].filter((part) => part !== false);
  return parts.length === 0 ? undefined : parts.join('|');
}

/** What says who the guest is; ids of bookings and payments are left out. */
function ownPatterns({ email, phone }: Guest): string[] {
  const patterns: string[] = [];
  if (email !== null) {
    patterns.push(`(?:^|[^a-z0-9._+-])(?:${writtenForms(email).join('|')})(?=$|[^a-z0-9-])`);
  }
  if (phone !== null && phone.length >= SHORTEST_PHONE) patterns.push(phonePattern(phone));
  return patterns;
}

function phonePattern(phone: string): string {
  const national = phone.startsWith(DEFAULT_COUNTRY) ? phone.slice(DEFAULT_COUNTRY.length) : phone;
  const country = phone.startsWith(DEFAULT_COUNTRY) ? '(?:62[ .()-]{0,2})?(?:0[ .()-]{0,2})?' : '';
  const digits = Array.from(national).join('[ .()-]{0,2}');
  return `(?:^|[^0-9])(?:%2b|[+]|00)?${country}${digits}(?=$|[^0-9])`;
}

/** As it is, in JSON without letters beyond ASCII, and in a URL. */
function writtenForms(text: string): string[] {
  const lower = text.toLowerCase();
  const json = JSON.stringify(lower)
    .slice(1, -1)
    .replaceAll(
      /[\u0080-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const forms = [lower, json, encodeURIComponent(lower.toWellFormed()).toLowerCase()];
  return [...new Set(forms)].map((form) =>
    form.replaceAll(
      /[.*+?^${}()|[\]\\/]/g,
      (sign) => `[${sign === '^' || sign === '\\' || sign === ']' ? `\\${sign}` : sign}]`,
    ),
  );
}

/** Blanks what says who the guest is in any text; ids stay, as other rows are found by them. */
export type TextEraser = (text: string) => string;

export function eraserOf(guest: Guest): TextEraser {
  const patterns = ownPatterns(guest);
  if (guest.name !== null && guest.name.length > 2) {
    patterns.push(`(?:^|[^\\p{L}])(?:${writtenForms(guest.name).join('|')})(?=$|[^\\p{L}])`);
  }
  if (patterns.length === 0) return (text) => text;
  const search = new RegExp(patterns.join('|'), 'giu');
  return (text) => text.replaceAll(search, (found) => leadOf(found) + ERASED);
}

/** The character before, which the pattern has to look at. */
function leadOf(found: string): string {
  const lead = /^[^\p{L}\p{N}+%]/u.exec(found)?.[0] ?? '';
  return lead === '(' ? '' : lead;
}

/** A copy of JSON without personal data: its fields by name, and the guest's own words in any text. */
export function erasedJson(value: unknown, erase: TextEraser, parent = ''): unknown {
  if (typeof value === 'string') return erase(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => erasedJson(one, erase, parent));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      isPersonal(parent, key, inner) ? ERASED : erasedJson(inner, erase, key),
    ]),
  );
}

function isPersonal(parent: string, key: string, value: unknown): boolean {
  const kind = personalKindIn(parent, key);
  if (kind === undefined || value === null || value === undefined) return false;
  return kind in PERSONAL_FIELDS && typeof value !== 'object';
}
