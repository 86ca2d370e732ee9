import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import type { FeatureAnswer, ProviderAnswer } from '../../lib/providers.api';
import { Failure } from '../../ui/state-view';
import { useFeatureName } from '../../lib/feature-names';
import { useSwitchActive } from './switch-active';

/** Asks who takes over each feature before a primary provider is switched off. */
export function SwitchOffDialog({
  isOpen,
  close,
  provider,
  features,
  siblings,
}: {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly provider: ProviderAnswer;
  readonly features: readonly FeatureAnswer[];
  readonly siblings: readonly ProviderAnswer[];
}): ReactNode {
  const { t } = useTexts();
  const nameOf = useFeatureName();
  const [chosen, setChosen] = useState<Readonly<Record<string, string | null>>>({});
  const change = useSwitchActive(provider);
  const others = siblings.filter((other) => other.id !== provider.id && other.is_active);
  const successorOf = (feature: FeatureAnswer): string | null =>
    chosen[keyOf(feature)] ?? feature.chain.find((next) => isUsable(next, provider))?.id ?? null;
  const confirm = (): void => {
    const successors = new Map(
      features.flatMap((feature) => {
        const id = successorOf(feature);
        return id === null ? [] : [[feature, id] as const];
      }),
    );
    change.mutate({ isActive: false, successors }, { onSuccess: close });
  };
  const isAlone = features.some((feature) => successorOf(feature) === null);
  return (
    <Modal opened={isOpen} onClose={close} title={t('switch_off.title', { name: provider.name })}>
      <Stack>
        <Text size="sm">{t('switch_off.text', { name: provider.name })}</Text>
        {features.map((feature) => (
          <Select
            key={keyOf(feature)}
            label={t('switch_off.next', { feature: nameOf(feature.feature_key) })}
            placeholder={t('switch_off.nobody')}
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={successorOf(feature)}
            onChange={(id) => setChosen({ ...chosen, [keyOf(feature)]: id })}
            allowDeselect={false}
          />
        ))}
        {isAlone && (
          <Alert color="yellow" variant="light">
            {t('switch_off.alone')}
          </Alert>
        )}
        {change.error && <Failure error={change.error} />}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button color="red" loading={change.isPending} onClick={confirm}>
            {t('switch_off.confirm', { name: provider.name })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const keyOf = ({ feature_key: key, property_id: property }: FeatureAnswer): string =>
  `${key} ${property ?? ''}`;

function isUsable(next: FeatureAnswer['chain'][number], provider: ProviderAnswer): boolean {
  return next.id !== provider.id && next.is_active;
}
