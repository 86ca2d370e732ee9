import { NumberInput, SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { parseJson, pretty } from './json-text';

interface CallSetting {
  readonly key: 'timeout' | 'failures' | 'rest';
  readonly path: readonly [string] | readonly [string, string];
  readonly min: number;
  readonly max: number;
  readonly usual: number;
  /** People write seconds where the wire has milliseconds. */
  readonly unit: 1 | 1_000;
}

const SETTINGS: readonly CallSetting[] = [
  { key: 'timeout', path: ['timeout_ms'], min: 1, max: 120, usual: 30, unit: 1_000 },
  { key: 'failures', path: ['breaker', 'failures'], min: 1, max: 100, usual: 3, unit: 1 },
  { key: 'rest', path: ['breaker', 'open_ms'], min: 1, max: 3_600, usual: 60, unit: 1_000 },
];
const nameOf = (key: CallSetting['key']): TextKey => `provider.settings.${key}`;
const helpOf = (key: CallSetting['key']): TextKey => `provider.settings.${key}.help`;

/** How long a call may take and when the breaker opens; they stand in the same JSON as the vendor's own settings. */
export function CallSettings({
  config,
  change,
  isReadOnly,
}: {
  readonly config: string;
  readonly change: (config: string) => void;
  readonly isReadOnly: boolean;
}): ReactNode {
  const { t } = useTexts();
  const parsed = parseJson(config);
  const value = parsed.isValid ? recordOf(parsed.value) : undefined;
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {SETTINGS.map(({ key, path, min, max, usual, unit }) => (
        <NumberInput
          key={key}
          label={t(nameOf(key))}
          description={t(helpOf(key))}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={String(usual)}
          value={shown(read(value, path), unit)}
          onChange={(next) =>
            value &&
            change(pretty(written(value, path, next === '' ? undefined : Number(next) * unit)))
          }
          min={min}
          max={max}
          allowDecimal={false}
          readOnly={isReadOnly}
          disabled={!value}
        />
      ))}
    </SimpleGrid>
  );
}

type Fields = Readonly<Record<string, unknown>>;

const recordOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

function read(value: Fields | undefined, [first, second]: CallSetting['path']): unknown {
  const outer = value?.[first];
  return second === undefined ? outer : recordOf(outer)[second];
}

/** The same with one value set, or taken away. */
function written(
  value: Fields,
  [first, second]: CallSetting['path'],
  next: number | undefined,
): Fields {
  const inner = second === undefined ? next : { ...recordOf(value[first]), [second]: next };
  return { ...value, [first]: inner };
}

const shown = (value: unknown, unit: number): number | string =>
  typeof value === 'number' ? value / unit : '';
