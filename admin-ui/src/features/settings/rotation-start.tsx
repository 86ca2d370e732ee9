import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { CopyField } from '../../ui/copy-field';
import { Failure } from '../../ui/state-view';
import { newEncryptionKey, type Rotation, rotationQuery, startRotation } from './encryption.api';

/** Asks once more, and where the settings hold the key makes the new one and sees that it is kept. */
export function RotationStart({
  place,
  done,
}: {
  readonly place: Rotation['key_place'];
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [newKey] = useState(() => (place === 'settings' ? newEncryptionKey() : undefined));
  const [isSure, setSure] = useState(false);
  const start = useMutation({
    mutationFn: () => startRotation(newKey),
    onSuccess: (rotation) => {
      queries.setQueryData(rotationQuery.queryKey, rotation);
      done();
    },
  });
  return (
    <Stack>
      <Text size="sm">{t(`encryption.start.${place}`)}</Text>
      {newKey !== undefined && <CopyField label={t('encryption.start.new_key')} value={newKey} />}
      <Checkbox
        label={t(`encryption.start.${place}.sure`)}
        checked={isSure}
        onChange={({ currentTarget: { checked } }) => setSure(checked)}
      />
      {start.error && <Failure error={start.error} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button disabled={!isSure} loading={start.isPending} onClick={() => start.mutate()}>
          {t('encryption.rotate.start')}
        </Button>
      </Group>
    </Stack>
  );
}
