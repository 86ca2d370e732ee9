import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Failure } from '../../ui/state-view';
import { Payload } from './payload';
import {
  type DeliveryWithAttempts,
  type Endpoint,
  eventTypesQuery,
  testEndpoint,
} from './webhooks.api';

const TEST_EVENT = 'webhook.test';

/** Sends a sample while somebody waits, and shows what the receiver said. */
export function EndpointTest({ endpoint }: { readonly endpoint: Endpoint }): ReactNode {
  const { t } = useTexts();
  const [event, setEvent] = useState(TEST_EVENT);
  const kinds = useQuery(eventTypesQuery);
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () => testEndpoint(endpoint.id, event),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  return (
    <Stack>
      <Text size="sm">{t('endpoint.test.text')}</Text>
      <Select
        label={t('delivery.event')}
        searchable
        allowDeselect={false}
        data={(kinds.data ?? []).map((kind) => kind.event)}
        value={event}
        onChange={(value) => setEvent(value ?? TEST_EVENT)}
      />
      <Group justify="end">
        <Button loading={test.isPending} onClick={() => test.mutate()}>
          {t('endpoint.test.send')}
        </Button>
      </Group>
      {test.error && <Failure error={test.error} />}
      {test.isSuccess && <Result delivery={test.data} />}
    </Stack>
  );
}

function Result({ delivery }: { readonly delivery: DeliveryWithAttempts }): ReactNode {
  const { t } = useTexts();
  const attempt = delivery.attempts.at(-1);
  const isGood = delivery.status === 'delivered';
  return (
    <Stack gap="xs">
      <Alert color={isGood ? 'teal' : 'red'} variant="light" role="status">
        <Text size="sm">
          {delivery.cause === null
            ? t('endpoint.test.ok', {
                status: delivery.response_status ?? '',
                ms: attempt?.duration_ms ?? '',
              })
            : `${t(`cause.${delivery.cause}`)} ${t(`cause.${delivery.cause}.next`)}`}
        </Text>
        <Link to="/webhooks/deliveries/$id" params={{ id: delivery.id }}>
          <Text size="sm">{t('endpoint.test.detail')}</Text>
        </Link>
      </Alert>
      {attempt?.response?.body && (
        <Payload
          title={t('delivery.response')}
          body={attempt.response.body}
          contentType={attempt.response.headers['content-type']}
        />
      )}
    </Stack>
  );
}
