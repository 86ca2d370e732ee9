import { Alert, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { CopyField } from '../../ui/copy-field';
import { CodeText, CopyText } from './payload';
import { EXAMPLE_LANGUAGES, SIGNATURE_EXAMPLES } from './signature-examples';

/** A signing secret, shown this one time, and how a receiver uses it. */
export function SecretOnce({
  secret,
  close,
}: {
  readonly secret: string;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Stack>
      <Alert color="yellow" variant="light">
        {t('endpoint.secret.once')}
      </Alert>
      <CopyField label={t('endpoint.secret')} value={secret} />
      <Text size="sm">{t('endpoint.secret.use')}</Text>
      <Tabs defaultValue={EXAMPLE_LANGUAGES[0]} keepMounted={false}>
        <Tabs.List>
          {EXAMPLE_LANGUAGES.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {EXAMPLE_LANGUAGES.map((name) => (
          <Tabs.Panel key={name} value={name} pt="xs">
            <Stack gap="xs">
              <CodeText label={name}>{SIGNATURE_EXAMPLES[name]}</CodeText>
              <Group justify="end">
                <CopyText value={SIGNATURE_EXAMPLES[name]} what={name} />
              </Group>
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Group justify="end">
        <Button onClick={close}>{t('endpoint.secret.kept')}</Button>
      </Group>
    </Stack>
  );
}
