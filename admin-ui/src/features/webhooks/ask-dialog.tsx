import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';

/** Asks before something is set going that destroys nothing, and shows when it could not be. */
export function AskDialog({
  isOpen,
  close,
  title,
  text,
  confirm,
  work,
  children,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly work: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
  readonly children?: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('action.close') }}
      opened={isOpen}
      onClose={close}
      title={title}
    >
      <Stack>
        <Text size="sm">{text}</Text>
        {children}
        {work.error && <Failure error={work.error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('action.back')}
          </Button>
          <Button loading={work.isPending} onClick={() => work.mutate()}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
