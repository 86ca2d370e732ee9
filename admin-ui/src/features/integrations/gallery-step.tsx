import {
  Box,
  Checkbox,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty, QueryView } from '../../ui/state-view';
import { VendorTile } from '../../ui/vendor-tile';
import type { Category } from '../../lib/categories';
import { type PresetSummary, presetsQuery } from './integrations.api';
import type { StepProps } from './wizard.page';

interface Vendor {
  readonly name: string;
  readonly presets: readonly PresetSummary[];
}

/** Which vendor; a vendor with several formats is one tile. */
export function GalleryStep({
  category,
  change,
}: StepProps & { readonly category: Category }): ReactNode {
  const { t } = useTexts();
  const { q = '', everywhere = false } = useSearch({ from: '/shell/integrations/new' });
  const navigate = useNavigate({ from: '/integrations/new' });
  const presets = useQuery(presetsQuery);
  const filter = (part: { q?: string | undefined; everywhere?: boolean | undefined }): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <Stack>
      <Group align="end">
        <TextInput
          label={t('gallery.search')}
          placeholder={t('gallery.search.example')}
          value={q}
          onChange={({ currentTarget: { value } }) =>
            filter({ q: value === '' ? undefined : value })
          }
          style={{ flex: '1 1 240px' }}
        />
        <Checkbox
          label={t('gallery.indonesia')}
          checked={!everywhere}
          onChange={({ currentTarget: { checked } }) =>
            filter({ everywhere: checked ? undefined : true })
          }
          mb={8}
        />
      </Group>
      <QueryView query={presets}>
        {(all) => {
          const vendors = vendorsOf(all, { category, q, everywhere });
          if (vendors.length === 0) return <Empty text={t('gallery.nothing')} />;
          return (
            <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="sm">
              {vendors.map((vendor) => (
                <VendorButton
                  key={vendor.name}
                  vendor={vendor}
                  pick={() => change({ vendor: vendor.name, presetIds: onlyOne(vendor) })}
                />
              ))}
            </SimpleGrid>
          );
        }}
      </QueryView>
    </Stack>
  );
}

const onlyOne = ({ presets }: Vendor): string[] =>
  presets.length === 1 ? presets.map(({ preset_id: id }) => id) : [];

function VendorButton({
  vendor: { name, presets },
  pick,
}: {
  readonly vendor: Vendor;
  readonly pick: () => void;
}): ReactNode {
  const { t } = useTexts();
  const isCustom = presets.some(isCustomPreset);
  return (
    <UnstyledButton onClick={pick}>
      <Paper withBorder p="md" h="100%">
        <Group wrap="nowrap" align="start" gap="sm">
          <VendorTile id={name.toLowerCase()} name={isCustom ? '+' : name} />
          <Box style={{ minWidth: 0 }}>
            <Text fw={600}>{isCustom ? t('gallery.custom') : name}</Text>
            <Text size="sm" c="dimmed">
              {isCustom ? t('gallery.custom.text') : presets.map(shortName).join(' · ')}
            </Text>
          </Box>
        </Group>
      </Paper>
    </UnstyledButton>
  );

  function shortName({ display_name: full }: PresetSummary): string {
    const short = full.startsWith(`${name} `) ? full.slice(name.length + 1) : full;
    return short.charAt(0).toUpperCase() + short.slice(1);
  }
}

const isCustomPreset = ({ preset_id: id }: PresetSummary): boolean => id.startsWith('custom-');

interface GalleryFilter {
  readonly category: Category;
  readonly q: string;
  readonly everywhere: boolean;
}

/** The way to enter a vendor that nobody described stays, whatever is searched. */
function vendorsOf(
  presets: readonly PresetSummary[],
  { category, q, everywhere }: GalleryFilter,
): Vendor[] {
  const shown = presets.filter(
    (preset) =>
      preset.category === category &&
      (isCustomPreset(preset) ||
        ((everywhere || preset.indonesia_friendly) && isFound(preset, q.trim().toLowerCase()))),
  );
  const groups = Map.groupBy(shown, ({ vendor }) => vendor);
  return [...groups]
    .map(([name, group]) => ({ name, presets: group }))
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

const rank = ({ presets }: Vendor): number => (presets.some(isCustomPreset) ? 1 : 0);

function isFound(preset: PresetSummary, words: string): boolean {
  const { display_name: name, vendor, supported_methods: methods, description } = preset;
  const text = [name, vendor, ...methods, description.id, description.en].join(' ').toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}
