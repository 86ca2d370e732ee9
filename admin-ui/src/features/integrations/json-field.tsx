import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { parseJson } from './json-text';

/** JSON to be edited by hand; says in which line it is broken. */
export function JsonField({
  label,
  description,
  value,
  change,
  isReadOnly = false,
  minRows = 4,
  maxRows = 16,
  error,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly isReadOnly?: boolean;
  readonly minRows?: number;
  readonly maxRows?: number;
  readonly error?: string | undefined;
}): ReactNode {
  const { t } = useTexts();
  const parsed = parseJson(value);
  const broken = parsed.isValid ? undefined : t('json.broken', { line: parsed.line });
  return (
    <Textarea
      label={label}
      description={description}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      readOnly={isReadOnly}
      error={broken ?? error}
      autosize
      minRows={minRows}
      maxRows={maxRows}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
    />
  );
}
