import { Checkbox, Group, Paper, SegmentedControl, Select, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFeatureName } from '../../lib/feature-names';
import { useTexts } from '../../lib/i18n';
import type { FeatureAnswer } from '../../lib/providers.api';
import { type Choice, fittingProvider, type MadeProvider } from './feature-choice';

/** One feature: who serves it now, and whether the new provider shall. */
export function FeatureChoiceRow({
  featureKey,
  chain,
  made,
  choice,
  choose,
}: {
  readonly featureKey: string;
  readonly chain: FeatureAnswer['chain'];
  readonly made: readonly MadeProvider[];
  readonly choice: Choice | undefined;
  readonly choose: (choice: Choice | undefined) => void;
}): ReactNode {
  const { t } = useTexts();
  const nameOf = useFeatureName();
  const others = chain.filter(({ id }) => id !== choice?.providerId);
  const begin = (): Choice | undefined => {
    const provider = fittingProvider(featureKey, made) ?? made[0];
    return provider && { providerId: provider.id, role: chain.length > 0 ? 'fallback' : 'primary' };
  };
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Checkbox
          label={nameOf(featureKey)}
          description={
            chain.length > 0
              ? t('map.now', { chain: chain.map(({ name }) => name).join(' → ') })
              : t('map.nobody')
          }
          checked={choice !== undefined}
          onChange={({ currentTarget: { checked } }) => choose(checked ? begin() : undefined)}
        />
        {choice && (made.length > 1 || others.length > 0) && (
          <Group gap="sm" pl={{ base: 0, sm: 32 }}>
            {made.length > 1 && (
              <Select
                aria-label={t('map.provider', { feature: nameOf(featureKey) })}
                data={made.map(({ id, name }) => ({ value: id, label: name }))}
                value={choice.providerId}
                onChange={(id) => id !== null && choose({ ...choice, providerId: id })}
                allowDeselect={false}
                size="sm"
              />
            )}
            {others.length > 0 && (
              <SegmentedControl
                aria-label={t('map.role', { feature: nameOf(featureKey) })}
                size="sm"
                data={[
                  { value: 'primary', label: t('role.primary') },
                  { value: 'fallback', label: t('role.fallback') },
                ]}
                value={choice.role}
                onChange={(role) => choose({ ...choice, role: role })}
              />
            )}
          </Group>
        )}
      </Stack>
    </Paper>
  );
}
