import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';
import { chooseProperty, useProperty } from '../lib/property';

const ALL = 'all';

/** Which hotel is looked at; whoever has one only never sees this. */
export function PropertySwitcher({ width }: { readonly width?: number }): ReactNode {
  const { t } = useTexts();
  const { id, properties } = useProperty();
  if (properties.length < 2) return null;
  return (
    <Select
      aria-label={t('app.property')}
      w={width}
      size="sm"
      allowDeselect={false}
      checkIconPosition="right"
      value={id ?? ALL}
      onChange={(value) => chooseProperty(value === ALL || value === null ? undefined : value)}
      data={[
        { value: ALL, label: t('app.property.all') },
        ...properties.map((one) => ({ value: one.id, label: one.name })),
      ]}
    />
  );
}
