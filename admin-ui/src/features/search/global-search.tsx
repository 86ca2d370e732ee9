import { Kbd, Modal, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import classes from './search.module.css';
import { SearchIcon } from './search-icon';
import { SearchPalette } from './search-palette';

/** The search field of every page: `/` opens it, on a phone it fills the screen. */
export function GlobalSearch(): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  const isPhone = useMediaQuery('(max-width: 48em)');
  useHotkeys([
    ['/', open],
    ['mod+K', open],
  ]);
  return (
    <>
      <UnstyledButton
        className={classes['field']}
        onClick={open}
        aria-haspopup="dialog"
        aria-keyshortcuts="/"
      >
        <SearchIcon />
        <Text component="span" size="sm" truncate style={{ flex: 1 }}>
          {t('app.search')}
        </Text>
        <Kbd visibleFrom="sm" size="xs" aria-hidden="true">
          /
        </Kbd>
      </UnstyledButton>
      <Modal.Root
        opened={isOpen}
        onClose={close}
        fullScreen={isPhone}
        size={640}
        yOffset="8dvh"
        padding={0}
        transitionProps={{ duration: 0 }}
      >
        <Modal.Overlay />
        <Modal.Content aria-label={t('search.label')} radius={isPhone ? 0 : 'md'}>
          <Modal.Body>
            <SearchPalette close={close} isPhone={isPhone} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  );
}
