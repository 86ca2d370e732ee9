/** Texts in Indonesian and English. Indonesian is written first; a key that is missing in English does not compile. */
import { createContext, type ReactNode, use, useContext, useMemo } from 'react';
import { storedChoice } from './stored-choice';
import type { id } from './texts/id';

export type Language = 'id' | 'en';
export type TextKey = keyof typeof id;
export type Values = Readonly<Record<string, string | number>>;
/** A text that comes from the hub in both languages. */
export interface Localized {
  readonly id: string;
  readonly en: string;
}

type Catalogue = Readonly<Record<TextKey, string>>;

/** A catalogue is a fifth of the code of a first visit, so only the chosen one is fetched. */
const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  id: async () => (await import('./texts/id')).id,
  en: async () => (await import('./texts/en')).en,
};
const loading = new Map<Language, Promise<Catalogue>>();
const choice = storedChoice('kunci.language');

/** The texts of a language, fetched once; a fetch that failed is tried again the next time. */
function load(language: Language): Promise<Catalogue> {
  const known = loading.get(language);
  if (known) return known;
  const texts = LOADERS[language]();
  loading.set(language, texts);
  texts.then(
    // React reads these fields: a promise that is known to be kept never suspends the page.
    (value) => Object.assign(texts, { status: 'fulfilled', value }),
    () => loading.delete(language),
  );
  return texts;
}

/** For what is no component; pages take it from `useTexts`. The page stays as it is until the texts are there. */
export function setLanguage(language: Language): void {
  void load(language).then(() => choice.set(language));
}

interface Texts {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The text of a key, with `{name}` replaced by values. */
  readonly t: (key: TextKey, values?: Values) => string;
  /** The fitting half of a text from the hub. */
  readonly pick: (text: Localized) => string;
}

const TextsContext = createContext<Texts | undefined>(undefined);

/** Suspends until the texts are there. */
export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const language: Language = choice.use() === 'en' ? 'en' : 'id';
  const catalogue = use(load(language));
  const texts = useMemo<Texts>(
    () => ({
      language,
      setLanguage,
      t: (key, values = {}) => filled(catalogue[key], values),
      pick: (text) => text[language],
    }),
    [language, catalogue],
  );
  document.documentElement.lang = language;
  return <TextsContext.Provider value={texts}>{children}</TextsContext.Provider>;
}

export function useTexts(): Texts {
  const texts = useContext(TextsContext);
  if (!texts) throw new Error('useTexts outside of LanguageProvider');
  return texts;
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
