/** Texts in Indonesian and English. Indonesian is written first; a key that is missing in English does not compile. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { storedChoice } from './stored-choice';
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
const choice = storedChoice('kunci.language');

/** For what is no component; pages take it from `useTexts`. */
export const setLanguage = (language: Language): void => choice.set(language);

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
  const language: Language = choice.use() === 'en' ? 'en' : 'id';
  const texts = useMemo<Texts>(
    () => ({
      language,
      setLanguage,
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
