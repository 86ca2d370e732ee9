/** Values in the audit log as people read them: known things by name, moments by the clock of the property. */
import { useQuery } from '@tanstack/react-query';
import { count, dateTime } from '../../lib/format';
import { type TextKey, useTexts } from '../../lib/i18n';
import { providersQuery } from '../../lib/providers.api';
import { propertiesQuery, useZone } from '../../lib/zone';
import { isMasked } from './audit-changes';
import { isKnownScope } from './scope-groups';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const NOTHING = '–';
/** Words for what is written as a code, by field. */
const CODES: Readonly<Record<string, Readonly<Record<string, TextKey>>>> = {
  role: { owner: 'role.owner', manager: 'role.manager', viewer: 'role.viewer' },
  locale: { id: 'audit.locale.id', en: 'audit.locale.en' },
  strategy: {
    priority: 'strategy.priority',
    least_cost: 'strategy.least_cost',
    weighted: 'strategy.weighted',
  },
  how: {
    password: 'audit.how.password',
    totp: 'audit.how.totp',
    recovery_code: 'audit.how.recovery_code',
    invitation: 'audit.how.invitation',
    'setup link': 'audit.how.setup',
  },
  reason: {
    unknown_account: 'audit.reason.unknown_account',
    wrong_password: 'audit.reason.wrong_password',
    no_password_yet: 'audit.reason.no_password_yet',
    deactivated: 'audit.reason.deactivated',
    wrong_code: 'audit.reason.wrong_code',
  },
};

/** What providers and properties are called, by id; of anything else, the text itself. */
export function useKnownName(): (id: string) => string {
  const providers = useQuery(providersQuery).data ?? [];
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  const names = new Map([...providers, ...properties].map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** A value of a field in words. */
export function useValueText(): (field: string, value: unknown) => string {
  const { t, language } = useTexts();
  const zone = useZone();
  const nameOf = useKnownName();
  const words = (field: string, text: string): string => {
    const word = wordOf(field, text);
    if (word !== undefined) return t(word);
    return ISO.test(text) ? dateTime(text, zone, language) : nameOf(text);
  };
  const textOf = (field: string, value: unknown): string => {
    if (isNothing(value)) return NOTHING;
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'number') return count(value, language);
    if (typeof value === 'string') return words(field, value);
    if (Array.isArray(value)) return listOf(value.map((one: unknown) => textOf(field, one)));
    return isMasked(value) ? maskOf(value) : fieldsText(value, textOf);
  };
  return textOf;
}

function wordOf(field: string, code: string): TextKey | undefined {
  if (field === 'scopes') return isKnownScope(code) ? `scope.${code}` : undefined;
  return CODES[field]?.[code];
}

/** `method: qris, position: 1`. */
function fieldsText(value: unknown, textOf: (field: string, value: unknown) => string): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, one]) => !isNothing(one))
    .map(([name, one]) => `${name.replaceAll('_', ' ')}: ${textOf(name, one)}`)
    .join(', ');
}

/** Entries that have commas of their own are told apart by semicolons. */
function listOf(texts: readonly string[]): string {
  return texts.join(texts.some((text) => text.includes(',')) ? '; ' : ', ');
}

function isNothing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function maskOf({ set, last4 }: { readonly set: boolean; readonly last4?: string | null }): string {
  return set ? `••••${last4 ?? ''}` : NOTHING;
}
