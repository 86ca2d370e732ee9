import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { saveFile } from '../../lib/save-file';
import { Dialog } from '../../ui/dialog';
import { Failure } from '../../ui/state-view';
import { GuestErasure } from './guest-erasure';
import { GuestSources } from './guest-sources';
import { type Erasure, erasureQuery, exportGuest, type Guest, isOver } from './guests.api';

/** What was found about a guest, to be handed out or erased. */
export function GuestFound({
  guest,
  begun,
}: {
  readonly guest: Guest;
  readonly begun: Erasure;
}): ReactNode {
  const { t } = useTexts();
  const { data: looked, error } = useQuery(erasureQuery(begun));
  const [erased, setErased] = useState<Erasure>();
  const [isErasing, { open, close }] = useDisclosure();
  const save = useMutation({
    mutationFn: () => exportGuest(guest),
    onSuccess: (file) => saveFile('guest-data.json', file),
  });
  const found = looked.sources.reduce((sum, source) => sum + source.found, 0);
  if (erased) return <GuestErased begun={erased} />;
  return (
    <Card withBorder padding="md" maw={720}>
      <Stack gap="sm">
        <div role="status">
          <Title order={3} size="h4">
            {titleOf(t, looked, found)}
          </Title>
        </div>
        {error && <Failure error={error} />}
        {looked.error !== null && <Text size="sm">{looked.error}</Text>}
        <GuestSources erasure={looked} />
        {save.error && <Failure error={save.error} />}
        {isOver(looked) && found > 0 && (
          <Group>
            <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
              {t('guests.export')}
            </Button>
            <Button color="red" onClick={open}>
              {t('guests.erase')}
            </Button>
          </Group>
        )}
      </Stack>
      <Dialog
        opened={isErasing}
        onClose={close}
        title={t('guests.erase.title', { guest: nameOf(guest) })}
      >
        {isErasing && (
          <GuestErasure
            guest={guest}
            word={nameOf(guest)}
            done={close}
            onErased={(erasure) => {
              setErased(erasure);
              close();
            }}
          />
        )}
      </Dialog>
    </Card>
  );
}

function GuestErased({ begun }: { readonly begun: Erasure }): ReactNode {
  const { t } = useTexts();
  const { data } = useQuery(erasureQuery(begun));
  const title = data.status === 'failed' ? 'failed' : isOver(data) ? 'done' : 'running';
  return (
    <Card withBorder padding="md" maw={720}>
      <Stack gap="sm">
        <div role="status">
          <Title order={3} size="h4">
            {t(`guests.erased.${title}`)}
          </Title>
          <Text size="sm">{t(`guests.erased.${title}.text`)}</Text>
        </div>
        {data.error !== null && <Text size="sm">{data.error}</Text>}
        <GuestSources erasure={data} />
      </Stack>
    </Card>
  );
}

function titleOf(t: ReturnType<typeof useTexts>['t'], looked: Erasure, found: number): string {
  if (!isOver(looked)) return t('guests.looking');
  return found === 0 ? t('guests.nothing') : t('guests.found', { count: found });
}

/** What was typed to find the guest: also what has to be typed to erase. */
function nameOf(guest: Guest): string {
  return guest.email ?? guest.phone ?? guest.order_id ?? '';
}
