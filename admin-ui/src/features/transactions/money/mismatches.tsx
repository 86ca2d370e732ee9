import { Alert, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../lib/i18n';
import { Moment } from '../../../ui/moment';
import { AnchorLink } from '../links';
import type { Report } from './money.api';

type Mismatch = Report['mismatches'][number];

/** As many at once as anybody works through; the file has all. */
const SHOWN = 100;

/** Each with what it means and what to do. */
export function Mismatches({
  mismatches,
}: {
  readonly mismatches: readonly Mismatch[];
}): ReactNode {
  const { t } = useTexts();
  return (
    <Stack gap="xs">
      {mismatches.slice(0, SHOWN).map((mismatch, place) => (
        <Line key={`${place} ${mismatch.at}`} mismatch={mismatch} />
      ))}
      {mismatches.length > SHOWN && <Text size="sm">{t('reconciliation.more')}</Text>}
    </Stack>
  );
}

function Line({ mismatch }: { readonly mismatch: Mismatch }): ReactNode {
  const { t } = useTexts();
  const { kind, payment_id: id, order_id: order, detail } = mismatch;
  return (
    <Alert color="yellow" variant="light" title={t(`mismatch.${kind}`)}>
      <Stack gap={4}>
        <Text size="sm">{t(`mismatch.${kind}.next`)}</Text>
        {id !== null && (
          <AnchorLink to="/payments/$id" params={{ id: id }} size="sm" underline="always">
            {t('mismatch.open', { order: order ?? id })}
          </AnchorLink>
        )}
        {detail !== '' && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {detail}
          </Text>
        )}
        <Moment at={mismatch.at} />
      </Stack>
    </Alert>
  );
}
