import { Alert, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Preview } from '../../../../src/connectors/preview.js';
import { useTexts } from '../../lib/i18n';
import { VendorError } from '../../ui/vendor-error';
import { Json } from './logs-tab';

/** What the playground found, in the order in which it would happen. */
export function PlaygroundResult({ preview }: { readonly preview: Preview }): ReactNode {
  const { t } = useTexts();
  const { requests, result, refs, error, webhook } = preview;
  return (
    <Stack gap="sm" role="status">
      {requests.map(({ method, url, headers, body }, place) => (
        <Stack key={place} gap={4}>
          <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('playground.sent', { place: place + 1, method, url })}
          </Text>
          <Json label={t('webhook.headers')} value={headers} />
          {body !== undefined && <Json label={t('webhook.body')} value={body} />}
        </Stack>
      ))}
      {error && <Fault error={error} />}
      {result !== undefined && <Json label={t('playground.result')} value={result} />}
      {refs && Object.keys(refs).length > 0 && <Json label={t('playground.refs')} value={refs} />}
      {webhook && <WebhookResult webhook={webhook} />}
    </Stack>
  );
}

/** Of the vendor, as the sample answer has it, or of the connector itself. */
function Fault({ error }: { readonly error: NonNullable<Preview['error']> }): ReactNode {
  const { t } = useTexts();
  if (error.kind !== undefined) {
    return <VendorError kind={error.kind} code={error.code} message={error.message} />;
  }
  return (
    <Alert color="red" variant="light" title={t('playground.broken')}>
      {error.message}
    </Alert>
  );
}

function WebhookResult({
  webhook: { verdict, reason, ignored, error, events, reply },
}: {
  readonly webhook: NonNullable<Preview['webhook']>;
}): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <Alert
        color={verdict === 'rejected' ? 'red' : 'teal'}
        variant="light"
        title={t(`playground.verdict.${verdict}`)}
      >
        {reason ?? ignored ?? error}
      </Alert>
      {events && <Json label={t('playground.events')} value={events} />}
      {reply && <Json label={t('playground.reply')} value={reply} />}
    </>
  );
}
