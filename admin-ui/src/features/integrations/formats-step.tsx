import { Anchor, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { QueryView } from '../../ui/state-view';
import { VendorTile } from '../../ui/vendor-tile';
import type { Category } from '../../lib/categories';
import { type PresetSummary, presetsQuery } from './integrations.api';
import type { StepProps } from './wizard.page';

/** Which of the vendor's formats; the credentials are asked for once. */
export function FormatsStep({
  category,
  draft,
  change,
  go,
  restart,
}: StepProps & { readonly category: Category; readonly restart: () => void }): ReactNode {
  const { t } = useTexts();
  const presets = useQuery(presetsQuery);
  return (
    <Stack>
      <Group justify="space-between">
        <Group gap="sm">
          <VendorTile id={draft.vendor.toLowerCase()} name={draft.vendor} />
          <Title order={2} size="h4">
            {draft.vendor}
          </Title>
        </Group>
        <Anchor component="button" type="button" size="sm" onClick={restart}>
          {t('formats.other_vendor')}
        </Anchor>
      </Group>
      <Text>{t('formats.text')}</Text>
      <QueryView query={presets}>
        {(all) => (
          <Checkbox.Group
            value={[...draft.presetIds]}
            onChange={(presetIds) => change({ presetIds })}
            aria-label={t('formats.text')}
          >
            <Stack gap="xs">
              {all
                .filter((preset) => preset.vendor === draft.vendor && preset.category === category)
                .map((preset) => (
                  <FormatCheckbox key={preset.preset_id} preset={preset} />
                ))}
            </Stack>
          </Checkbox.Group>
        )}
      </QueryView>
      <Group justify="space-between">
        <Button variant="default" onClick={restart}>
          {t('action.back')}
        </Button>
        <Button disabled={draft.presetIds.length === 0} onClick={() => go('keys')}>
          {t('action.next')}
        </Button>
      </Group>
    </Stack>
  );
}

function FormatCheckbox({ preset }: { readonly preset: PresetSummary }): ReactNode {
  const { pick } = useTexts();
  return (
    <Checkbox.Card value={preset.preset_id} p="md">
      <Group wrap="nowrap" align="start">
        <Checkbox.Indicator mt={2} />
        <div>
          <Text fw={600}>{preset.display_name}</Text>
          <Text size="sm" c="dimmed">
            {pick(preset.description)}
          </Text>
        </div>
      </Group>
    </Checkbox.Card>
  );
}
