import { Alert, SegmentedControl, Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../../lib/i18n';
import { Empty, QueryView } from '../../../ui/state-view';
import { timelineQuery } from '../payments/payments.api';
import { EntryBody, EntryHead, type TimelineEntry } from './timeline-entry';

/** Newest first: who did what, what it changed, how long it took. */
export function PaymentTimeline({ id }: { readonly id: string }): ReactNode {
  const { t } = useTexts();
  const [shown, setShown] = useState('all');
  const query = useQuery(timelineQuery(id));
  return (
    <QueryView query={query}>
      {({ items, left_out: leftOut, is_shortened: isShortened }) => (
        <Stack>
          <SegmentedControl
            aria-label={t('timeline.filter')}
            size="sm"
            style={{ alignSelf: 'start' }}
            value={shown}
            onChange={setShown}
            data={[
              { value: 'all', label: t('timeline.all') },
              { value: 'changes', label: t('timeline.changes') },
            ]}
          />
          <Entries items={items.filter(({ kind }) => shown === 'all' || kind === 'event')} />
          {isShortened && <Text size="sm">{t('timeline.shortened')}</Text>}
          {leftOut.length > 0 && (
            <Alert color="gray" variant="light">
              {t('timeline.left_out')}
            </Alert>
          )}
        </Stack>
      )}
    </QueryView>
  );
}

function Entries({ items }: { readonly items: readonly TimelineEntry[] }): ReactNode {
  const { t } = useTexts();
  if (items.length === 0) return <Empty text={t('list.empty')} />;
  return (
    <Timeline bulletSize={14} lineWidth={2} active={items.length} color="teal">
      {items.map((entry) => (
        <Timeline.Item key={entry.id} title={<EntryHead entry={entry} />}>
          <EntryBody entry={entry} />
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
