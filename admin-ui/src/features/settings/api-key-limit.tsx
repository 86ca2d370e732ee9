import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Dialog } from '../../ui/dialog';
import { Failure } from '../../ui/state-view';
import { type ApiKey, limitApiKey } from './api-keys.api';

/** How many requests a minute one key may make; nothing typed means what holds for all. */
export function ApiKeyLimit({ apiKey }: { readonly apiKey: ApiKey }): ReactNode {
  const { t } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        onClick={open}
        aria-label={t('keys.limit.named', { name: apiKey.name })}
      >
        {t('keys.limit')}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t('keys.limit.named', { name: apiKey.name })}>
        {isOpen && <LimitForm apiKey={apiKey} done={close} />}
      </Dialog>
    </>
  );
}

function LimitForm({
  apiKey,
  done,
}: {
  readonly apiKey: ApiKey;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [limit, setLimit] = useState<number | string>(apiKey.rate_limit_per_minute ?? '');
  const save = useMutation({
    mutationFn: () => limitApiKey(apiKey.id, typeof limit === 'number' ? limit : null),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
      done();
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{t('keys.limit.help')}</Text>
      <NumberInput
        label={t('keys.limit.label')}
        min={0}
        max={10_000_000}
        allowDecimal={false}
        hideControls
        value={limit}
        onChange={setLimit}
        data-autofocus
      />
      {save.error && <Failure error={save.error} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t('action.save')}
        </Button>
      </Group>
    </Stack>
  );
}
