/**
 * Which fields are personal data of a guest, and how each is shown where it is not needed in full. The one
 * table: logs, error messages, summaries of calls, alerts, lists of the API and payouts mask by it.
 *
 * Secrets are another matter: they are never shown at all (see `core/logging/redaction.ts`).
 */

/** Shown where nothing of a value may be told. */
export const HIDDEN = '[hidden]';

const SHOWN_DIGITS = 4;

type Mask = (text: string) => string;

interface PersonalField {
  /** Compared with a key in lower case, `-` and `_` taken out. */
  readonly names: RegExp;
  readonly mask: Mask;
}

/** One row for each kind of personal data; the first that fits counts. */
export const PERSONAL_FIELDS = {
  email: { names: /^(?:.*e?mail(?:address)?|mailto)$/, mask: maskEmail },
  phone: {
    names:
      /^(?:.*phone(?:number|no)?|mobile(?:number|no)?|msisdn|whatsapp(?:number)?|wanumber|hp|nohp|telp|notelp|telepon)$/,
    mask: maskPhone,
  },
  name: {
    names:
      /^(?:(?:first|last|middle|given|family|full|guest|customer|payer|buyer|cardholder|holder|account|accountholder|beneficiary|recipient|sender|contact|billing|shipping)names?|sur?name|namatamu|namalengkap)$/,
    mask: maskName,
  },
  account: {
    names: /^(?:(?:bank)?account(?:number|no)|iban|norek(?:ening)?|destinationaccount)$/,
    mask: maskAccount,
  },
  identity: {
    names:
      /^(?:nik|ktp|npwp|passport(?:number|no)?|identity(?:number|no)?|idcard|taxid|nationalid)$/,
    mask: maskAccount,
  },
  address: {
    names:
      /^(?:(?:billing|shipping|home|street|postal|guest|customer)?address(?:line)?\d?|alamat|street|postcode|postalcode|zip(?:code)?)$/,
    mask: () => HIDDEN,
  },
  birth: { names: /^(?:birth(?:day|date)|dateofbirth|dob|tanggallahir)$/, mask: () => HIDDEN },
} as const satisfies Record<string, PersonalField>;
export type PersonalKind = keyof typeof PERSONAL_FIELDS;

/** Objects that describe a person: a plain `name` in one is a guest's, elsewhere it is a hotel's or a provider's. */
const PERSON =
  /^(?:customer(?:details?|info)?|guests?|payer|buyer|billing(?:details|address)?|shipping(?:address)?|recipient|cardholder|contact|tamu)$/;

const known = new Map<string, PersonalKind | 'none'>();
const MAX_KNOWN = 5_000;

/** What kind of personal data stands under a key, if any. */
export function personalKindOf(key: string): PersonalKind | undefined {
  const before = known.get(key);
  if (before !== undefined) return before === 'none' ? undefined : before;
  const plain = plainKey(key);
  const kinds = Object.keys(PERSONAL_FIELDS) as PersonalKind[];
  const kind = kinds.find((one) => PERSONAL_FIELDS[one].names.test(plain));
  // Keys are few in practice; the bound is for callers that use ids as keys.
  if (known.size < MAX_KNOWN) known.set(key, kind ?? 'none');
  return kind;
}

/** Whether an object under this key describes a person. */
export function isPerson(key: string): boolean {
  return PERSON.test(plainKey(key));
}

/** The kind of a field, given the key of the object that it stands in. */
export function personalKindIn(parent: string, key: string): PersonalKind | undefined {
  return personalKindOf(key) ?? (key === 'name' && isPerson(parent) ? 'name' : undefined);
}

/** A value of a personal field as it is shown; what is no text is hidden whole. */
export function maskPersonalValue(kind: PersonalKind, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return value;
  return typeof value === 'string' || typeof value === 'number'
    ? PERSONAL_FIELDS[kind].mask(String(value))
    : HIDDEN;
}

const MAX_DEPTH = 12;

/** A copy of JSON with every personal field masked, wherever it stands, and addresses in plain texts too. */
export function maskPersonal<T>(value: T, parent = ''): T {
  return maskedCopy(value, { parent, depth: 0 }) as T;
}

function maskedCopy(value: unknown, { parent, depth }: { parent: string; depth: number }): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > MAX_DEPTH) return HIDDEN;
  if (Array.isArray(value)) {
    return value.map((one) => maskedCopy(one, { parent, depth: depth + 1 }));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const kind = personalKindIn(parent, key);
      const isWhole = kind !== undefined && !(kind === 'address' && isObject(inner));
      return [
        key,
        isWhole
          ? maskPersonalValue(kind, inner)
          : maskedCopy(inner, { parent: key, depth: depth + 1 }),
      ];
    }),
  );
}

/** A long text may be a body inside a body. */
function maskText(text: string): string {
  return /^\s*[[{]|=/.test(text) ? maskPersonalBody(text) : maskPersonalText(text);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A field inside a text that is JSON, whole or cut off. */
const JSON_PAIR = /"([\w-]{2,40})"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g;
/** An element of XML that holds a text, its prefix put aside. */
const XML_PAIR = /<((?:[\w-]{1,40}:)?([\w-]{2,40}))(\s[^<>]*)?>([^<>]+)<\/\1>/g;
/** A field of a form; the name counts from its last bracket on. */
const FORM_PAIR = /(^|&)([^=&\s]{2,80})=([^&\s]+)/g;

/**
 * The body of a request or an answer as it is shown: personal fields of JSON, XML and forms masked, also where the text
 * was cut off, and addresses and numbers in whatever else it is.
 */
export function maskPersonalBody(text: string): string {
  const json = /^\s*[[{]/.test(text) ? parsed(text) : undefined;
  if (json !== undefined) return JSON.stringify(maskPersonal(json));
  const pairs = text
    .replaceAll(JSON_PAIR, (pair, key: string, colon: string, value: string) => {
      const kind = personalKindOf(key);
      return kind ? `"${key}"${colon}"${String(maskPersonalValue(kind, value))}"` : pair;
    })
    .replaceAll(XML_PAIR, (pair, tag: string, name: string, rest = '', value: string) => {
      const kind = personalKindOf(name);
      return kind ? `<${tag}${rest}>${String(maskPersonalValue(kind, value))}</${tag}>` : pair;
    })
    .replaceAll(FORM_PAIR, (pair, lead: string, name: string, value: string) => {
      const kind = personalKindOf(decoded(name).split('[').at(-1)?.replace(']', '') ?? '');
      return kind ? `${lead}${name}=${String(maskPersonalValue(kind, decoded(value)))}` : pair;
    });
  return maskPersonalText(pairs);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const EMAIL_IN_TEXT = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
/** Only what is written as a phone number: with a plus, or the way mobile numbers begin here. */
const PHONE_IN_TEXT =
  /(?<![\w+.-])(?:\+[1-9]\d{0,2}[ -]?\d{2,4}(?:[ -]?\d{2,5}){1,3}|(?:62|0)8\d{1,2}(?:[ -]?\d{3,5}){2})(?![\w-])/g;

/** Masks e-mail addresses and phone numbers that stand in a text, such as a vendor's error message. */
export function maskPersonalText(text: string): string {
  const withoutEmails = text.includes('@') ? text.replace(EMAIL_IN_TEXT, maskEmail) : text;
  return withoutEmails.replace(PHONE_IN_TEXT, maskPhone);
}

/** `budi@example.com` is `b***@example.com`. */
function maskEmail(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 1 ? HIDDEN : `${firstOf(text)}***${text.slice(at)}`;
}

/** `+6281234567890` is `+62***7890`: the country and the last digits. */
function maskPhone(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (digits.length <= SHOWN_DIGITS + 2) return '***';
  const country = text.trimStart().startsWith('+') ? `+${digits.slice(0, 2)}` : '';
  return `${country}***${digits.slice(-SHOWN_DIGITS)}`;
}

/** `Budi Santoso` is `B*** S***`. */
export function maskName(text: string): string {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => `${firstOf(word)}***`)
    .join(' ');
}

/** The last four of an account's or document's digits, when there are more. */
export function maskAccount(text: string): string {
  const digits = text.replace(/[^0-9A-Za-z]/g, '');
  return `****${digits.length > SHOWN_DIGITS ? digits.slice(-SHOWN_DIGITS) : ''}`;
}

function firstOf(word: string): string {
  return String.fromCodePoint(word.codePointAt(0) ?? 0x2a);
}

function plainKey(key: string): string {
  return key.toLowerCase().replaceAll(/[-_ ]/g, '');
}
