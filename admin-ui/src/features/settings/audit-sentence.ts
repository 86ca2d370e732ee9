/** Audit entries as sentences: who did what to what. */
import { useQuery } from '@tanstack/react-query';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import { providersQuery } from '../../lib/providers.api';
import { propertiesQuery } from '../../lib/zone';
import { isKnownAction } from './audit-actions';
import { changesBetween } from './audit-changes';
import { useValueText } from './audit-values';
import type { AuditEntry } from './audit.api';

/** A change that deserves a sentence of its own: which field became what. */
interface Special {
  readonly action: string;
  readonly field: string;
  readonly isMeant: (after: unknown) => boolean;
  readonly text: SpecialText;
}

type SpecialText =
  | 'provider.activated'
  | 'provider.deactivated'
  | 'provider.credentials_changed'
  | 'user.deactivated'
  | 'user.activated'
  | 'user.role_changed'
  | 'user.own_profile';

const SPECIAL: readonly Special[] = [
  {
    action: 'provider.updated',
    field: 'credentials_changed',
    isMeant: (after) => Array.isArray(after) && after.length > 0,
    text: 'provider.credentials_changed',
  },
  {
    action: 'provider.updated',
    field: 'is_active',
    isMeant: (after) => after === true,
    text: 'provider.activated',
  },
  {
    action: 'provider.updated',
    field: 'is_active',
    isMeant: (after) => after === false,
    text: 'provider.deactivated',
  },
  {
    action: 'user.updated',
    field: 'disabled_at',
    isMeant: (after) => typeof after === 'string',
    text: 'user.deactivated',
  },
  {
    action: 'user.updated',
    field: 'disabled_at',
    isMeant: (after) => typeof after !== 'string',
    text: 'user.activated',
  },
  { action: 'user.updated', field: 'role', isMeant: () => true, text: 'user.role_changed' },
];

/** Fields by which people know a thing, the best first. */
const NAMES = ['name', 'email', 'slug', 'url'] as const;

export function useAuditSentence(): (entry: AuditEntry) => string {
  const { t } = useTexts();
  const nameOf = useSubjectName();
  const textOf = useValueText();
  const whoOf = ({ type, name }: AuditEntry['actor']): string => {
    if (type === 'system') return t('audit.system');
    return type === 'api_key' ? t('audit.by_key', { name }) : name;
  };
  return (entry) => {
    const who = whoOf(entry.actor);
    const what = nameOf(entry);
    const special = specialOf(entry);
    if (special) {
      const fields = listOf(entry.after, 'credentials_changed');
      const role = textOf('role', fieldOf(entry.after, 'role'));
      return t(`audit.special.${special}`, { who, what, fields, role });
    }
    const { action } = entry;
    if (isKnownAction(action)) return t(`audit.action.${action}`, { who, what });
    return t('audit.action.other', { who, what, action });
  };
}

/** What a thing is called: by the entry itself, by what is known of it now, else by its id. */
function useSubjectName(): (entry: AuditEntry) => string {
  const providers = useQuery(providersQuery).data ?? [];
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  const featureName = useFeatureName();
  return ({ subject, before, after }) => {
    if (subject.type === 'feature') return featureName(subject.id);
    const named = NAMES.map((field) => fieldOf(after, field) ?? fieldOf(before, field)).find(
      (name) => name !== undefined && name !== '',
    );
    if (named !== undefined) return named;
    const known = [...providers, ...properties].find(({ id }) => id === subject.id);
    return known?.name ?? shortId(subject.id);
  };
}

function specialOf(entry: AuditEntry): SpecialText | undefined {
  const { action, actor, subject, before, after } = entry;
  const candidates = SPECIAL.filter((special) => special.action === action);
  if (candidates.length === 0) return undefined;
  const changes = changesBetween(before, after);
  const special = candidates.find(({ field, isMeant }) => {
    const change = changes.find(({ path }) => path === field);
    return change !== undefined && isMeant(change.after);
  });
  const isOwn = action === 'user.updated' && actor.id === subject.id;
  return special?.text ?? (isOwn ? 'user.own_profile' : undefined);
}

function fieldOf(value: unknown, field: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, field);
  return typeof found === 'string' ? found : undefined;
}

function listOf(value: unknown, field: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Reflect.get(value, field);
  return Array.isArray(found) ? found.join(', ') : '';
}

/** Time-ordered ids differ at their end. */
function shortId(id: string): string {
  return /^[0-9a-f]{8}-/.test(id) ? `…${id.slice(-6)}` : id;
}
