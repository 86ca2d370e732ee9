import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import type { CredentialField } from './integrations.api';
import { fillFrom } from './paste-to-fill';

/** One paste for all fields: what stands in the block goes where it belongs. */
export function PasteDialog({
  fields,
  fill,
}: {
  readonly fields: readonly CredentialField[];
  readonly fill: (values: ReadonlyMap<string, string>) => void;
}): ReactNode {
  const { t, pick } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  const [text, setText] = useState('');
  const found = fillFrom(text, fields);
  const names = fields.filter(({ key }) => found.has(key)).map(({ label }) => pick(label));
  const finish = (): void => {
    fill(found);
    setText('');
    close();
  };
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('paste.open')}
      </Button>
      <Modal opened={isOpen} onClose={close} title={t('paste.open')} size="lg">
        <Stack>
          <Textarea
            label={t('paste.label')}
            description={t('paste.help')}
            value={text}
            onChange={({ currentTarget: { value } }) => setText(value)}
            autosize
            minRows={5}
            maxRows={14}
            spellCheck={false}
            data-autofocus
          />
          <Text size="sm" role="status">
            {resultText(text, names)}
          </Text>
          <Group justify="end">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button disabled={names.length === 0} onClick={finish}>
              {t('paste.fill')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );

  function resultText(pasted: string, labels: readonly string[]): string {
    if (pasted.trim() === '') return '';
    if (labels.length === 0) return t('paste.nothing');
    return t('paste.found', { names: labels.join(', ') });
  }
}
