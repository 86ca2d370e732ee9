import {
  Alert,
  Button,
  Card,
  Group,
  List,
  Progress,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { Moment } from '../../ui/moment';
import { Failure } from '../../ui/state-view';
import { cancelRotation, isUnderWay, type Rotation, rotationQuery } from './encryption.api';

const COLORS: Readonly<Partial<Record<Rotation['state'], string>>> = {
  done: 'teal',
  handing_over: 'yellow',
  failed: 'red',
  cancelled: 'gray',
};
const STEPS = ['checked', 'resealed', 'verified'] as const;

/** How far the change is, what it has proved, and what is left for a person to do. */
export function RotationProgress({ rotation }: { readonly rotation: Rotation }): ReactNode {
  const { t } = useTexts();
  const { state, percent, problem } = rotation;
  const shown = state === 'idle' ? 'done' : state;
  return (
    <Card withBorder padding="md" maw={720}>
      <Stack gap="sm">
        <div role="status">
          <Title order={3} size="h4">
            {t(`encryption.state.${shown}`)}
          </Title>
          <Text size="sm">{t(`encryption.state.${shown}.text`)}</Text>
        </div>
        {state !== 'cancelled' && (
          <Progress
            value={percent}
            size="lg"
            color={COLORS[state] ?? 'teal'}
            animated={isUnderWay(state) && state !== 'handing_over'}
            aria-label={t('encryption.progress', { percent })}
          />
        )}
        <When rotation={rotation} />
        {problem !== null && (
          <Alert color="red" variant="light" title={t('encryption.problem')}>
            {problem}
          </Alert>
        )}
        <Proof rotation={rotation} />
        <Left rotation={rotation} />
        <CancelButton rotation={rotation} />
      </Stack>
    </Card>
  );
}

function When({ rotation }: { readonly rotation: Rotation }): ReactNode {
  const { t } = useTexts();
  const { started_at: start, finished_at: end, processes } = rotation;
  return (
    <Group gap="lg">
      {start !== null && (
        <Text size="sm" c="dimmed" component="div">
          {t('encryption.started')} <Moment at={start} />
        </Text>
      )}
      {end !== null && (
        <Text size="sm" c="dimmed" component="div">
          {t('encryption.finished')} <Moment at={end} />
        </Text>
      )}
      {isUnderWay(rotation.state) && (
        <Text size="sm" c="dimmed">
          {t('encryption.ready', { ready: processes.ready, running: processes.running })}
        </Text>
      )}
    </Group>
  );
}

/** What the hub has checked about itself: each secret opened, sealed anew, opened with the new key alone. */
function Proof({ rotation }: { readonly rotation: Rotation }): ReactNode {
  const { t, language } = useTexts();
  const rows = Object.entries(rotation.tables).filter(([, { total }]) => total > 0);
  if (rows.length === 0) return null;
  const sum = (step: 'total' | (typeof STEPS)[number]): number =>
    rows.reduce((all, [, counts]) => all + counts[step], 0);
  const isProved = rotation.state === 'done' || rotation.state === 'handing_over';
  return (
    <Stack gap={4}>
      {isProved && (
        <Text size="sm" fw={600}>
          {t('encryption.proved', { count: count(sum('verified'), language) })}
        </Text>
      )}
      <Table aria-label={t('encryption.steps')} horizontalSpacing="xs">
        <Table.Tbody style={{ fontVariantNumeric: 'tabular-nums' }}>
          {STEPS.map((step) => (
            <Table.Tr key={step}>
              <Table.Td>{t(`encryption.step.${step}`)}</Table.Td>
              <Table.Td ta="right">
                {t('encryption.step.of', {
                  count: count(Math.min(sum(step), sum('total')), language),
                  total: count(sum('total'), language),
                })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Left({ rotation }: { readonly rotation: Rotation }): ReactNode {
  const { t } = useTexts();
  const { state, key_place: place } = rotation;
  if (state !== 'done' && state !== 'handing_over') return null;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('encryption.left')}
      </Text>
      <List size="sm" spacing={4}>
        {state === 'handing_over' && <List.Item>{t('encryption.left.settings')}</List.Item>}
        {state === 'done' && place === 'file' && <List.Item>{t('encryption.left.file')}</List.Item>}
        <List.Item>{t('encryption.left.backups')}</List.Item>
        <List.Item>{t('encryption.left.kit')}</List.Item>
      </List>
    </Stack>
  );
}

function CancelButton({ rotation }: { readonly rotation: Rotation }): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: cancelRotation,
    onSuccess: (next) => queries.setQueryData(rotationQuery.queryKey, next),
  });
  const isEarly = rotation.state === 'checking' || rotation.state === 'distributing';
  if (!isEarly && !cancel.error) return null;
  return (
    <Stack gap="xs" align="start">
      {cancel.error && <Failure error={cancel.error} />}
      {isEarly && (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('encryption.cancel')}
        </Button>
      )}
    </Stack>
  );
}
