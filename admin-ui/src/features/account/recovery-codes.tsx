import { Alert, Button, Checkbox, Code, CopyButton, Group, SimpleGrid, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { saveFile } from '../../lib/save-file';

/** Shown once: to copy, to save, and only then to close. */
export function RecoveryCodes({
  codes,
  done,
}: {
  readonly codes: readonly string[];
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const [isKept, setKept] = useState(false);
  const text = `${t('account.codes.file')}\n\n${codes.join('\n')}\n`;
  return (
    <Stack>
      <Alert color="yellow" variant="light">
        {t('account.codes.shown_once')}
      </Alert>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" role="list">
        {codes.map((code) => (
          <Code key={code} role="listitem" fz="sm" ta="center">
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('action.copied') : t('account.codes.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          onClick={() => saveFile('kunci-recovery-codes.txt', new Blob([text]))}
        >
          {t('account.codes.save')}
        </Button>
      </Group>
      <Checkbox
        label={t('account.codes.kept')}
        checked={isKept}
        onChange={({ currentTarget: { checked } }) => setKept(checked)}
      />
      <Group justify="end">
        <Button disabled={!isKept} onClick={done}>
          {t('account.codes.done')}
        </Button>
      </Group>
    </Stack>
  );
}
