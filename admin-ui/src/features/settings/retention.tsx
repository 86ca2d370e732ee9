import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { useCanChange } from '../../lib/permissions';
import { Failure, QueryView } from '../../ui/state-view';
import { changeSettings, type HubSettings, settingsQuery } from './settings.api';

type RetentionDays = HubSettings['retention'];
const FIELDS = ['integration_logs_days', 'webhook_logs_days', 'events_days'] as const;

export function Retention(): ReactNode {
  const query = useQuery(settingsQuery);
  return (
    <QueryView query={query}>{({ retention }) => <RetentionForm known={retention} />}</QueryView>
  );
}

function RetentionForm({ known }: { readonly known: RetentionDays }): ReactNode {
  const { t } = useTexts();
  const canChange = useCanChange();
  const queries = useQueryClient();
  const [days, setDays] = useState(known);
  const save = useMutation({
    mutationFn: () => changeSettings({ retention: days }),
    onSuccess: (settings) => queries.setQueryData(settingsQuery.queryKey, settings),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={420}>
        {FIELDS.map((field) => (
          <NumberInput
            key={field}
            label={t(`settings.retention.${field}`)}
            min={1}
            max={3650}
            disabled={!canChange}
            value={days[field]}
            onChange={(value) => setDays({ ...days, [field]: Number(value) })}
          />
        ))}
        {save.error && <Failure error={save.error} />}
        {canChange && (
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('action.save')}
            </Button>
            {save.isSuccess && <Text size="sm">{t('settings.saved')}</Text>}
          </Group>
        )}
      </Stack>
    </form>
  );
}
