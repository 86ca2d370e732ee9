import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Language, useTexts } from '../lib/i18n';

const LANGUAGES = [
  { value: 'id', label: 'Indonesia' },
  { value: 'en', label: 'English' },
];

/** @param onChange what else follows from it, such as keeping it with the account */
export function LanguageSwitch({
  onChange,
}: {
  readonly onChange?: (language: Language) => void;
}): ReactNode {
  const { language, setLanguage, t } = useTexts();
  return (
    <SegmentedControl
      aria-label={t('app.language')}
      size="xs"
      data={LANGUAGES}
      value={language}
      onChange={(value) => {
        setLanguage(value as Language);
        onChange?.(value as Language);
      }}
    />
  );
}
