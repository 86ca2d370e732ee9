import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';

/** A window over the page; its corner button says what it does. Text runs as on a page, also out of a table's cell. */
export function Dialog(props: ModalProps): ReactNode {
  const { t } = useTexts();
  return <Modal ta="left" closeButtonProps={{ 'aria-label': t('action.close') }} {...props} />;
}
