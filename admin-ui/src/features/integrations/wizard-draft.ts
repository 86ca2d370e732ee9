/** What the wizard has been told so far. It survives closing the tab, except for secrets. */
import type { NewProvider, Preset } from './integrations.api';

export interface Draft {
  readonly vendor: string;
  readonly presetIds: readonly string[];
  readonly environment: 'sandbox' | 'production';
  /** Preset → the name the owner gave; the preset's own where there is none. */
  readonly names: Readonly<Record<string, string>>;
  readonly open: Readonly<Record<string, string>>;
  /** Never written to the browser's storage. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly baseUrls: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Preset → the provider that was made of it. */
  readonly created: Readonly<Record<string, string>>;
}

export const EMPTY_DRAFT: Draft = {
  vendor: '',
  presetIds: [],
  environment: 'sandbox',
  names: {},
  open: {},
  secrets: {},
  baseUrls: {},
  created: {},
};

/** Each person has a draft of their own, also where several share a browser. */
const keyOf = (userId: string): string => `kunci.wizard-draft.${userId}`;

export function savedDraft(userId: string): Draft {
  try {
    const text = localStorage.getItem(keyOf(userId));
    if (text === null) return EMPTY_DRAFT;
    return { ...EMPTY_DRAFT, ...(JSON.parse(text) as Partial<Draft>), secrets: {} };
  } catch {
    return EMPTY_DRAFT;
  }
}

export function saveDraft(userId: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify({ ...draft, secrets: {} }));
  } catch {
    // A browser that keeps nothing still leads through the wizard.
  }
}

export function forgetDraft(userId: string): void {
  try {
    localStorage.removeItem(keyOf(userId));
  } catch {
    // There is nothing to forget.
  }
}

export const isBegun = (draft: Draft): boolean => draft.presetIds.length > 0;

/** The owner's name for it, or the preset's. */
export function nameOf(draft: Draft, preset: Preset): string {
  const own = draft.names[preset.preset_id]?.trim() ?? '';
  return own === '' ? preset.display_name : own;
}

/** What is sent for one of the picked formats: its own part of what was typed. */
export function bodyOf(draft: Draft, preset: Preset): NewProvider {
  const values = { ...draft.open, ...draft.secrets };
  const keys = preset.connector.credentials.map(({ key }) => key);
  return {
    name: nameOf(draft, preset),
    preset_id: preset.preset_id,
    environment: draft.environment,
    credentials: withoutBlanks(keys.map((key) => [key, values[key]])),
    base_urls: withoutBlanks(Object.entries(draft.baseUrls[preset.preset_id] ?? {})),
  };
}

function withoutBlanks(
  entries: readonly (readonly [string, string | undefined])[],
): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap(([key, value = '']) => (value.trim() === '' ? [] : [[key, value.trim()]])),
  );
}
