import { Accordion, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { Preset } from './integrations.api';

type BaseUrls = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Other addresses than the vendor's own: for a proxy or a simulator. Folded, because hardly anybody needs it. */
export function BaseUrlFields({
  presets,
  environment,
  values,
  change,
}: {
  readonly presets: readonly Preset[];
  readonly environment: 'sandbox' | 'production';
  readonly values: BaseUrls;
  readonly change: (values: BaseUrls) => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Accordion variant="contained">
      <Accordion.Item value="addresses">
        <Accordion.Control>{t('base_urls.title')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t('base_urls.help')}
            </Text>
            {presets.flatMap(({ preset_id: id, display_name: name, connector }) =>
              Object.entries(connector.base_urls).map(([base, urls]) => (
                <TextInput
                  key={`${id} ${base}`}
                  label={base === 'default' ? name : `${name} (${base})`}
                  placeholder={urls[environment]}
                  value={values[id]?.[base] ?? ''}
                  onChange={({ currentTarget: { value } }) =>
                    change({ ...values, [id]: { ...values[id], [base]: value } })
                  }
                  type="url"
                />
              )),
            )}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
