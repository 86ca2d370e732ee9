import { Button, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ReplayDeliveries as ReplayBody } from '../../../../src/events/deliveries/deliveries.schemas.js';
import { count } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';
import { AskDialog } from './ask-dialog';
import { dayStart } from './day-bounds';
import { replayDeliveries } from './webhooks.api';

/** A button that sends many deliveries again: asks first, says afterwards how many went out. */
export function ReplayDeliveries({
  label,
  host,
  body,
  isDisabled = false,
  done = () => undefined,
}: {
  readonly label: string;
  readonly host: string;
  readonly body: ReplayBody;
  readonly isDisabled?: boolean;
  readonly done?: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const [isAsked, { open, close }] = useDisclosure();
  const [day, setDay] = useState('');
  const zone = useZone();
  const queries = useQueryClient();
  const work = useMutation({
    mutationFn: () => replayDeliveries(day === '' ? body : { ...body, since: dayStart(day, zone) }),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['deliveries'] });
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
      done();
    },
  });
  return (
    <>
      <Button size="xs" variant="default" disabled={isDisabled} onClick={open}>
        {label}
      </Button>
      <Text size="sm" role="status" component="span">
        {work.data && t('delivery.replay.done', { count: count(work.data.replayed, language) })}
      </Text>
      <AskDialog
        isOpen={isAsked}
        close={close}
        title={label}
        text={t('delivery.replay.text', { host })}
        confirm={t('delivery.replay')}
        work={work}
      >
        {'since' in body && (
          <TextInput
            type="date"
            label={t('delivery.replay.since')}
            description={t('delivery.replay.since.help')}
            value={day}
            onChange={({ currentTarget }) => setDay(currentTarget.value)}
          />
        )}
      </AskDialog>
    </>
  );
}
