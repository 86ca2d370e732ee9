/** Texts in Indonesian and English. Indonesian is written first; a key that is missing in English does not compile. */
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { en } from './texts/en';
import { id } from './texts/id';

export type Language = 'id' | 'en';
export type TextKey = keyof typeof id;
export type Values = Readonly<Record<string, string | number>>;
/** A text that comes from the hub in both languages. */
export interface Localized {
  readonly id: string;
  readonly en: string;
}

const CATALOGUES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { id, en };
const STORAGE_KEY = 'kunci.language';

interface Texts {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** The text of a key, with `{name}` replaced by values. */
  readonly t: (key: TextKey, values?: Values) => string;
  /** The fitting half of a text from the hub. */
  readonly pick: (text: Localized) => string;
}

const TextsContext = createContext<Texts | undefined>(undefined);

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(savedLanguage);
  const texts = useMemo<Texts>(
    () => ({
      language,
      setLanguage: (next) => {
        save(next);
        setLanguage(next);
      },
      t: (key, values = {}) => filled(CATALOGUES[language][key], values),
      pick: (text) => text[language],
    }),
    [language],
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

function savedLanguage(): Language {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'id';
  } catch {
    return 'id';
  }
}

function save(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // A browser that keeps nothing still shows the language that was chosen.
  }
}
