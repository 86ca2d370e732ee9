import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { replayMatchingWebhooks, replayWebhooks, type WebhookFilter } from './webhooks.api';

interface Tally {
  readonly replayed: number;
  readonly skipped: number;
}

const NONE: Tally = { replayed: 0, skipped: 0 };

/** Processes the picked webhooks again, or all that the filter means. */
export function ReplayBar({
  picked,
  filter,
  clear,
}: {
  readonly picked: readonly string[];
  readonly filter: WebhookFilter;
  readonly clear: () => void;
}): ReactNode {
  const { t } = useTexts();
  const [asked, setAsked] = useState<'picked' | 'all'>();
  return (
    <Group gap="sm">
      {picked.length > 0 && (
        <Button onClick={() => setAsked('picked')}>
          {t('webhooks.in.replay.picked', { count: picked.length })}
        </Button>
      )}
      <Button variant="default" onClick={() => setAsked('all')}>
        {t('webhooks.in.replay.all')}
      </Button>
      {picked.length > 0 && (
        <Button variant="subtle" onClick={clear}>
          {t('webhooks.in.unpick')}
        </Button>
      )}
      <Modal
        closeButtonProps={{ 'aria-label': t('action.close') }}
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t(asked === 'all' ? 'webhooks.in.replay.all.title' : 'webhooks.in.replay.title')}
      >
        {asked !== undefined && (
          <ReplayDialog
            ids={asked === 'picked' ? picked : undefined}
            filter={filter}
            close={() => {
              setAsked(undefined);
              clear();
            }}
          />
        )}
      </Modal>
    </Group>
  );
}

/** Asks, works through the pages of the filter and says what was done. */
function ReplayDialog({
  ids,
  filter,
  close,
}: {
  readonly ids: readonly string[] | undefined;
  readonly filter: WebhookFilter;
  readonly close: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const queries = useQueryClient();
  const [tally, setTally] = useState(NONE);
  const replay = useMutation({
    mutationFn: () => (ids ? replayPicked(ids) : replayAll(filter, setTally)),
    onSuccess: setTally,
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhook-logs'] }),
  });
  const done = t('webhooks.in.replay.done', {
    replayed: count(tally.replayed, language),
    skipped: count(tally.skipped, language),
  });
  return (
    <Stack>
      <Text size="sm">
        {ids
          ? t('webhooks.in.replay.text', { count: ids.length })
          : t('webhooks.in.replay.all.text')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('webhooks.in.replay.what')}
      </Text>
      {replay.isPending && <Progress value={100} animated aria-label={t('app.loading')} />}
      {!replay.isIdle && (
        <Text size="sm" role="status">
          {done}
        </Text>
      )}
      {replay.error && <Failure error={replay.error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t(replay.isSuccess ? 'action.close' : 'action.back')}
        </Button>
        {!replay.isSuccess && (
          <Button loading={replay.isPending} onClick={() => replay.mutate()}>
            {t('webhooks.in.replay')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** The hub takes so many at a time. */
const MOST_AT_ONCE = 500;

async function replayPicked(ids: readonly string[]): Promise<Tally> {
  let tally = NONE;
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    tally = sum(tally, await replayWebhooks(ids.slice(start, start + MOST_AT_ONCE)));
  }
  return tally;
}

/** From the newest to the oldest; what arrives meanwhile is newer, so the end is reached. */
async function replayAll(filter: WebhookFilter, tell: (tally: Tally) => void): Promise<Tally> {
  let tally = NONE;
  let cursor: string | null = null;
  do {
    const page = await replayMatchingWebhooks(filter, cursor);
    tally = sum(tally, page);
    tell(tally);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return tally;
}

function sum(a: Tally, b: Tally): Tally {
  return { replayed: a.replayed + b.replayed, skipped: a.skipped + b.skipped };
}
