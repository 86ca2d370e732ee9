import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import type { FeatureAnswer, ProviderAnswer } from '../../lib/providers.api';
import { Failure } from '../../ui/state-view';
import { type Successors, useSwitchActive } from './switch-active';

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
  const { name } = provider;
  const change = useSwitchActive(provider);
  return (
    <Modal opened={isOpen} onClose={close} title={t('switch_off.title', { name })}>
      <TakeOverForm
        provider={provider}
        features={features}
        siblings={siblings}
        text={t('switch_off.text', { name })}
        confirm={t('switch_off.confirm', { name })}
        isPending={change.isPending}
        error={change.error}
        close={close}
        onConfirm={(successors) =>
          change.mutate({ isActive: false, successors }, { onSuccess: close })
        }
      />
    </Modal>
  );
}

/** A select for each feature: who becomes its primary. */
export function TakeOverForm({
  provider,
  features,
  siblings,
  text,
  confirm,
  isPending,
  error,
  close,
  onConfirm,
}: {
  readonly provider: ProviderAnswer;
  readonly features: readonly FeatureAnswer[];
  readonly siblings: readonly ProviderAnswer[];
  readonly text: string;
  readonly confirm: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly close: () => void;
  readonly onConfirm: (successors: Successors) => void;
}): ReactNode {
  const { t } = useTexts();
  const nameOf = useFeatureName();
  const [chosen, setChosen] = useState<Readonly<Record<string, string | null>>>({});
  const successorOf = (feature: FeatureAnswer): string | null =>
    chosen[keyOf(feature)] ?? feature.chain.find((next) => isUsable(next, provider))?.id ?? null;
  const successors = new Map(
    features.flatMap((feature) => {
      const id = successorOf(feature);
      return id === null ? [] : [[feature, id] as const];
    }),
  );
  return (
    <Stack>
      <Text size="sm">{text}</Text>
      {features.map((feature) => (
        <Select
          key={keyOf(feature)}
          label={t('switch_off.next', { feature: nameOf(feature.feature_key) })}
          placeholder={t('switch_off.nobody')}
          data={siblings
            .filter((other) => canFollow(other, provider, feature))
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={successorOf(feature)}
          onChange={(id) => setChosen({ ...chosen, [keyOf(feature)]: id })}
          allowDeselect={false}
        />
      ))}
      {successors.size < features.length && (
        <Alert color="yellow" variant="light">
          {t('switch_off.alone')}
        </Alert>
      )}
      {error && <Failure error={error} />}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button color="red" loading={isPending} onClick={() => onConfirm(successors)}>
          {confirm}
        </Button>
      </Group>
    </Stack>
  );
}

const keyOf = ({ feature_key: key, property_id: property }: FeatureAnswer): string =>
  `${key} ${property ?? ''}`;

function isUsable(next: FeatureAnswer['chain'][number], provider: ProviderAnswer): boolean {
  return next.id !== provider.id && next.is_active;
}

/** Of the same category, switched on, and open to the property whose chain it is. */
function canFollow(
  other: ProviderAnswer,
  provider: ProviderAnswer,
  { property_id: property }: FeatureAnswer,
): boolean {
  return (
    other.id !== provider.id &&
    other.is_active &&
    other.integration_type === provider.integration_type &&
    (property === null || other.property_id === null || other.property_id === property)
  );
}
