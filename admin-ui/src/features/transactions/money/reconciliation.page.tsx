import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count, dateTime } from '../../../lib/format';
import { useTexts } from '../../../lib/i18n';
import { useCanChange } from '../../../lib/permissions';
import { useZone } from '../../../lib/zone';
import { QueryView, useErrorText } from '../../../ui/state-view';
import { useListSearch } from '../use-list-search';
import { DayTotals } from './day-totals';
import { dayBefore } from './day-before';
import { Mismatches } from './mismatches';
import { MoneyPage } from './money-page';
import { askVendors, type Report, reportFilePath, reportQuery } from './money.api';

/** The books of one day: what came and went by each provider, and what does not fit. */
export function ReconciliationPage(): ReactNode {
  const { t } = useTexts();
  const zone = useZone();
  const { search, change } = useListSearch();
  const date = search['date'] ?? dayBefore(Date.now(), zone);
  const query = useQuery(reportQuery(date));
  return (
    <MoneyPage
      title={t('reconciliation.title')}
      intro={t('reconciliation.intro')}
      action={
        <Group gap="xs">
          <AskButton date={date} />
          <Button component="a" href={reportFilePath(date)} download variant="default">
            {t('reconciliation.export')}
          </Button>
        </Group>
      }
    >
      <TextInput
        type="date"
        label={t('reconciliation.date')}
        value={date}
        maw={220}
        onChange={({ currentTarget }) => change({ date: currentTarget.value || undefined })}
      />
      <QueryView query={query}>{(report) => <Books report={report} />}</QueryView>
    </MoneyPage>
  );
}

function Books({ report }: { readonly report: Report }): ReactNode {
  const { t, language } = useTexts();
  return (
    <Stack>
      <Verification report={report} />
      <DayTotals report={report} />
      <Title order={2} size="h4">
        {t('reconciliation.mismatches')}
      </Title>
      {report.mismatch_count === 0 ? (
        <Alert color="teal" variant="light">
          {t('reconciliation.fits')}
        </Alert>
      ) : (
        <>
          <Text size="sm">
            {t('reconciliation.count', { count: count(report.mismatch_count, language) })}
          </Text>
          <Mismatches mismatches={report.mismatches} />
        </>
      )}
    </Stack>
  );
}

/** When the vendors were asked about this day. */
function Verification({ report }: { readonly report: Report }): ReactNode {
  const { t, language } = useTexts();
  const zone = useZone();
  const run = report.verification;
  if (!run) return <Text size="sm">{t('reconciliation.not_asked')}</Text>;
  if (run.status === 'queued' || run.status === 'running') {
    return <Text size="sm">{t('reconciliation.asking')}</Text>;
  }
  return (
    <Text size="sm">
      {t('reconciliation.asked', {
        at: dateTime(run.finished_at ?? run.created_at, zone, language),
        asked: count(run.asked, language),
        unasked: count(run.unasked, language),
      })}
    </Text>
  );
}

function AskButton({ date }: { readonly date: string }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const ask = useMutation({
    mutationFn: () => askVendors(date),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['payments', 'reconciliation'] }),
  });
  if (!canChange) return null;
  return (
    <>
      <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>
        {t('reconciliation.ask')}
      </Button>
      {ask.error && <AskFailure error={ask.error} />}
    </>
  );
}

function AskFailure({ error }: { readonly error: Error }): ReactNode {
  return (
    <Text c="red" size="sm" role="alert">
      {useErrorText(error)}
    </Text>
  );
}
