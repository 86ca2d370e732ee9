import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Dialog } from '../../ui/dialog';
import { InvitationLink } from './invitation-link';
import { useProblems } from './problems';
import { SessionList } from './session-list';
import { UserForm } from './user-form';
import { changeUser, inviteAgain, type Invited, nameOf, removeUser, type User } from './users.api';

type Action = 'change' | 'sessions' | 'invite' | 'deactivate' | 'activate' | 'remove';
const CONFIRMED = ['invite', 'deactivate', 'activate', 'remove'] as const;
type ConfirmedAction = (typeof CONFIRMED)[number];

/** What an owner does with one person. */
export function UserMenu({ user }: { readonly user: User }): ReactNode {
  const { t } = useTexts();
  const [action, setAction] = useState<Action>('change');
  const [isOpen, { open, close }] = useDisclosure();
  const name = nameOf(user);
  const actions: Action[] = [
    'change',
    'sessions',
    ...(user.is_active ? (['invite', 'deactivate'] as const) : (['activate'] as const)),
    'remove',
  ];
  const choose = (next: Action): void => {
    setAction(next);
    open();
  };
  const confirmed = CONFIRMED.find((one) => one === action);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('users.actions.of', { name })}>
            <span aria-hidden="true">⋯</span>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((one) => (
            <Menu.Item
              key={one}
              color={one === 'remove' ? 'red' : undefined}
              onClick={() => choose(one)}
            >
              {t(`users.action.${one}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {confirmed === undefined ? (
        <Dialog
          opened={isOpen}
          onClose={close}
          title={t(`users.action.${action === 'sessions' ? 'sessions' : 'change'}.title`, { name })}
        >
          {isOpen && action === 'sessions' && <SessionList user={{ id: user.id, name }} />}
          {isOpen && action === 'change' && <UserForm user={user} done={close} />}
        </Dialog>
      ) : (
        <Confirmed user={user} action={confirmed} isOpen={isOpen} close={close} />
      )}
    </>
  );
}

function Confirmed({
  user,
  action,
  isOpen,
  close,
}: {
  readonly user: User;
  readonly action: ConfirmedAction;
  readonly isOpen: boolean;
  readonly close: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [invited, setInvited] = useState<Invited>();
  const run = useMutation({
    mutationFn: () => DEEDS[action](user.id),
    onSuccess: async (answer) => {
      if (action === 'invite') setInvited(answer as Invited);
      close();
      await queries.invalidateQueries({ queryKey: ['users'] });
    },
  });
  const problem = useProblems(run.error).beside([]);
  const name = nameOf(user);
  const closeAndForget = (): void => {
    run.reset();
    close();
  };
  return (
    <>
      <ConfirmDialog
        isOpen={isOpen}
        close={closeAndForget}
        title={t(`users.action.${action}.title`, { name })}
        text={t(`users.action.${action}.text`, { name })}
        confirm={t(`users.action.${action}.confirm`, { name })}
        isPending={run.isPending}
        error={problem}
        onConfirm={() => run.mutate()}
      />
      <Dialog
        opened={invited !== undefined}
        onClose={() => setInvited(undefined)}
        title={t('users.action.invite')}
      >
        {invited && <InvitationLink invited={invited} done={() => setInvited(undefined)} />}
      </Dialog>
    </>
  );
}

const DEEDS: Readonly<Record<ConfirmedAction, (id: string) => Promise<unknown>>> = {
  invite: inviteAgain,
  deactivate: (id) => changeUser(id, { is_active: false }),
  activate: (id) => changeUser(id, { is_active: true }),
  remove: removeUser,
};
