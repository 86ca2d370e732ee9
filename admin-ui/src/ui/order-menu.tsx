import { ActionIcon, Menu } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { useTexts } from '../lib/i18n';

/** The handle by which a thing is dragged; pressed, it offers the same moves by keyboard and touch. */
export function OrderMenu({
  name,
  handle,
  place,
  count,
  move,
}: {
  readonly name: string;
  readonly handle: RefObject<HTMLButtonElement | null>;
  readonly place: number;
  readonly count: number;
  readonly move: (from: number, to: number) => void;
}): ReactNode {
  const { t } = useTexts();
  const last = count - 1;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          ref={handle}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('order.move', { name })}
          style={{ cursor: 'grab' }}
        >
          <span aria-hidden="true">⠿</span>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={place === 0} onClick={() => move(place, place - 1)}>
          {t('order.up', { name })}
        </Menu.Item>
        <Menu.Item disabled={place === last} onClick={() => move(place, place + 1)}>
          {t('order.down', { name })}
        </Menu.Item>
        <Menu.Item disabled={place === 0} onClick={() => move(place, 0)}>
          {t('order.first', { name })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
