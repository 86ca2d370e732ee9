import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { type FeatureAnswer, featuresQuery, putFeature } from '../../lib/providers.api';
import { Failure, QueryView, SkeletonLines } from '../../ui/state-view';
import type { Category } from '../../lib/categories';
import { type Choice, choicesFor, chainWith } from './feature-choice';
import { FeatureChoiceRow } from './feature-choice-row';
import type { Preset } from './integrations.api';
import { usePresets } from './use-presets';
import { WebhookPanel } from './webhook-panel';
import { nameOf } from './wizard-draft';
import type { StepProps } from './wizard.page';

type Props = StepProps & { readonly category: Category; readonly finish: () => void };

/** What the new providers are for, and how the vendor finds the hub. */
export function MapStep(props: Props): ReactNode {
  const { t } = useTexts();
  const { draft } = props;
  const { presets, error } = usePresets(draft.presetIds);
  const features = useQuery(featuresQuery);
  if (error) return <Failure error={error} />;
  if (!presets) return <SkeletonLines />;
  return (
    <Stack gap="xl">
      <QueryView query={features}>
        {(all) => (
          <Mapping
            {...props}
            presets={presets}
            features={all.filter(
              ({ feature_key: key, property_id: property }) =>
                key.startsWith(`${props.category}.`) && property === null,
            )}
          />
        )}
      </QueryView>
      <Stack component="section">
        <Title order={2} size="h4">
          {t('webhook.title')}
        </Title>
        {presets.map((preset, place) => {
          const id = draft.created[preset.preset_id];
          const isTold = presets.slice(0, place).some((other) => hasSameSteps(other, preset));
          return id === undefined ? null : (
            <WebhookPanel key={id} providerId={id} preset={isTold ? undefined : preset} />
          );
        })}
      </Stack>
      <Group justify="space-between">
        <Button variant="default" onClick={() => props.go('test')}>
          {t('action.back')}
        </Button>
        <Button
          variant="default"
          renderRoot={(link) => (
            <Link
              {...link}
              to="/integrations"
              search={{ category: props.category }}
              onClick={props.finish}
            />
          )}
        >
          {t('wizard.finish')}
        </Button>
      </Group>
    </Stack>
  );
}

/** The formats of one vendor are mostly set up the same way; once is enough. */
const hasSameSteps = ({ setup: a }: Preset, { setup: b }: Preset): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function Mapping({
  draft,
  category,
  presets,
  features,
}: Props & {
  readonly presets: readonly Preset[];
  readonly features: readonly FeatureAnswer[];
}): ReactNode {
  const { t } = useTexts();
  const made = presets.flatMap((preset) => {
    const id = draft.created[preset.preset_id];
    return id === undefined ? [] : [{ id, name: nameOf(draft, preset), format: preset.api_format }];
  });
  const [own, setOwn] = useState('');
  const [choices, setChoices] = useState(() => choicesFor(features, made));
  const save = useSaveMapping(features);
  const keys = [...new Set([...features.map(({ feature_key: key }) => key), ...choices.keys()])];
  const choose = (key: string, choice: Choice | undefined): void => {
    const next = new Map(choices);
    if (choice) next.set(key, choice);
    else next.delete(key);
    setChoices(next);
    save.reset();
  };
  const add = (): void => {
    const [first] = made;
    const key = `${category}.${own
      .trim()
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '_')}`;
    if (first && own.trim() !== '') choose(key, { providerId: first.id, role: 'primary' });
    setOwn('');
  };
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t('map.title')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('map.text')}
      </Text>
      {keys.map((key) => (
        <FeatureChoiceRow
          key={key}
          featureKey={key}
          chain={features.find(({ feature_key: known }) => known === key)?.chain ?? []}
          made={made}
          choice={choices.get(key)}
          choose={(choice) => choose(key, choice)}
        />
      ))}
      <OwnFeature value={own} change={setOwn} add={add} />
      {save.error && <Failure error={save.error} />}
      <Group>
        <Button
          onClick={() => save.mutate(choices)}
          loading={save.isPending}
          disabled={choices.size === 0}
        >
          {t('map.save')}
        </Button>
        <Text size="sm" role="status">
          {save.isSuccess ? t('map.saved') : ''}
        </Text>
      </Group>
    </Stack>
  );
}

/** A feature that only this hotel's PMS knows. */
function OwnFeature({
  value,
  change,
  add,
}: {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly add: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Group align="end">
      <TextInput
        label={t('map.own')}
        description={t('map.own.help')}
        value={value}
        onChange={({ currentTarget }) => change(currentTarget.value)}
        style={{ flex: '1 1 220px' }}
      />
      <Button variant="default" onClick={add} disabled={value.trim() === ''}>
        {t('map.own.add')}
      </Button>
    </Group>
  );
}

function useSaveMapping(features: readonly FeatureAnswer[]) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (choices: ReadonlyMap<string, Choice>) => {
      for (const [key, choice] of choices) {
        const feature = features.find(({ feature_key: known }) => known === key);
        await putFeature(key, chainWith(feature, choice));
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['features'] }),
  });
}
