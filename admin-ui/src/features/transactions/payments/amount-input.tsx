import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { minorDigits } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';

/** An amount as people write it; outside of the field it is minor units. */
export function AmountInput({
  label,
  currency,
  value,
  max,
  isFixed = false,
  change,
}: {
  readonly label: string;
  readonly currency: string;
  readonly value: number;
  readonly max: number;
  /** Shown and not to be changed: the vendor takes all or nothing. */
  readonly isFixed?: boolean;
  readonly change: (minor: number) => void;
}): ReactNode {
  const { language } = useTexts();
  const digits = minorDigits(currency);
  const isIndonesian = language === 'id' || currency === 'IDR';
  return (
    <NumberInput
      label={label}
      value={value / 10 ** digits}
      max={max / 10 ** digits}
      min={0}
      clampBehavior="none"
      readOnly={isFixed}
      decimalScale={digits}
      allowDecimal={digits > 0}
      allowNegative={false}
      thousandSeparator={isIndonesian ? '.' : ','}
      decimalSeparator={isIndonesian ? ',' : '.'}
      hideControls
      onChange={(typed) => change(Math.round(Number(typed) * 10 ** digits))}
    />
  );
}
