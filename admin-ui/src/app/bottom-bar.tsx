import { Drawer, Group, NavLink, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';
import { AlertCount } from './alert-count';
import classes from './shell.module.css';
import { isAt, NAVIGATION, type Place } from './navigation';
import { PlaceIcon } from './place-icon';

const BAR = NAVIGATION.filter(({ isInBar }) => isInBar);
const REST = NAVIGATION.filter(({ isInBar }) => !isInBar);

/** The way around on a phone: four places, and the rest behind the fifth item. */
export function BottomBar({ path }: { readonly path: string }): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  const isRest = REST.some((place) => isAt(place, path));
  return (
    <>
      <Group component="nav" aria-label={t('app.menu')} h="100%" gap={0} wrap="nowrap" grow>
        {BAR.map((place) => (
          <BarItem key={place.to} place={place} path={path} />
        ))}
        <UnstyledButton
          className={classes['item']}
          onClick={open}
          data-active={isRest || undefined}
          aria-haspopup="dialog"
        >
          <PlaceIcon name="more" />
          <Text component="span" className={classes['word']}>
            {t('app.more')}
          </Text>
        </UnstyledButton>
      </Group>
      <Drawer
        opened={isOpen}
        onClose={close}
        position="bottom"
        size={250}
        title={t('app.more')}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Stack gap={4} pb="md" component="nav" aria-label={t('app.more')}>
          {REST.map((place) => (
            <NavLink
              key={place.to}
              renderRoot={(props) => <Link {...props} to={place.to} onClick={close} />}
              label={t(place.label)}
              leftSection={<PlaceIcon name={place.icon} />}
              active={isAt(place, path)}
              aria-current={isAt(place, path) ? 'page' : undefined}
              py="sm"
            />
          ))}
        </Stack>
      </Drawer>
    </>
  );
}

function BarItem({ place, path }: { readonly place: Place; readonly path: string }): ReactNode {
  const { t } = useTexts();
  const isHere = isAt(place, path);
  const icon = <PlaceIcon name={place.icon} />;
  return (
    <UnstyledButton
      renderRoot={(props) => <Link {...props} to={place.to} />}
      className={classes['item']}
      data-active={isHere || undefined}
      aria-current={isHere ? 'page' : undefined}
    >
      {place.icon === 'health' ? (
        <span className={classes['counted']}>
          {icon}
          <span className={classes['count']}>
            <AlertCount />
          </span>
        </span>
      ) : (
        icon
      )}
      <Text component="span" className={classes['word']}>
        {t(place.label)}
      </Text>
    </UnstyledButton>
  );
}
