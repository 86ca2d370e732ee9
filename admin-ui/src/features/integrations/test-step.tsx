import { Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty, Failure, SkeletonLines } from '../../ui/state-view';
import { createProvider, type Preset, testProvider, updateProvider } from './integrations.api';
import { TestResult } from './test-result';
import type { ConnectionTest, TestOutcome } from './use-connection-test';
import { usePresets } from './use-presets';
import { bodyOf, type Draft } from './wizard-draft';
import type { StepProps } from './wizard.page';

type Props = StepProps & { readonly test: ConnectionTest };

/** Whether the keys work, before anything is saved. */
export function TestStep(props: Props): ReactNode {
  const { presets, error } = usePresets(props.draft.presetIds);
  if (error) return <Failure error={error} />;
  if (!presets) return <SkeletonLines />;
  return <TestResults {...props} presets={presets} />;
}

function TestResults({
  draft,
  change,
  go,
  test,
  presets,
}: Props & { readonly presets: readonly Preset[] }): ReactNode {
  const { t } = useTexts();
  const save = useSave(draft, presets, (created) => {
    change({ created });
    go('map');
  });
  const run = (): void => test.mutate(presets.map((preset) => bodyOf(draft, preset)));
  const isGreen = test.data?.every(({ answer }) => answer.ok) ?? false;
  return (
    <Stack>
      <Title order={2} size="h4">
        {t(isGreen ? 'test.title.ok' : 'test.title')}
      </Title>
      <Progress test={test} vendor={draft.vendor} run={run} />
      <Outcomes outcomes={test.data ?? []} presets={presets} />
      {save.error && <Failure error={save.error} />}
      <Group justify="space-between">
        <BackButton isNext={test.isSuccess && !isGreen} back={() => go('keys')} />
        {test.data && (
          <Decision isGreen={isGreen} isSaving={save.isPending} run={run} save={save.mutate} />
        )}
      </Group>
    </Stack>
  );
}

/** What stands there until there are outcomes. */
function Progress({
  test,
  vendor,
  run,
}: {
  readonly test: ConnectionTest;
  readonly vendor: string;
  readonly run: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <>
      {test.isIdle && (
        <Empty text={t('test.idle')} action={<Button onClick={run}>{t('test.start')}</Button>} />
      )}
      {test.isPending && (
        <Group role="status">
          <Loader size="sm" />
          <Text>{t('test.running', { vendor: vendor })}</Text>
        </Group>
      )}
      {test.error && <Failure error={test.error} retry={run} />}
    </>
  );
}

function Outcomes({
  outcomes,
  presets,
}: {
  readonly outcomes: readonly TestOutcome[];
  readonly presets: readonly Preset[];
}): ReactNode {
  return outcomes.map(({ presetId, name, answer }) => (
    <Paper key={presetId} withBorder p="md">
      <Stack gap="sm">
        <Title order={3} size="h5">
          {name}
        </Title>
        <TestResult answer={answer} presets={presets} />
      </Stack>
    </Paper>
  ));
}

/** Where a test failed, the keys are what to look at next. */
function BackButton({
  isNext,
  back,
}: {
  readonly isNext: boolean;
  readonly back: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Button variant={isNext ? 'filled' : 'default'} onClick={back}>
      {t('action.back')}
    </Button>
  );
}

/** After a failed test saving is possible, but not what is offered first. */
function Decision({
  isGreen,
  isSaving,
  run,
  save,
}: {
  readonly isGreen: boolean;
  readonly isSaving: boolean;
  readonly run: () => void;
  readonly save: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Group>
      <Button variant="default" onClick={run}>
        {t('test.again')}
      </Button>
      <Button variant={isGreen ? 'filled' : 'default'} loading={isSaving} onClick={save}>
        {t(isGreen ? 'wizard.save' : 'wizard.save_anyway')}
      </Button>
    </Group>
  );
}

/** What was saved before is changed, so that going back and forth makes nothing twice. */
function useSave(
  draft: Draft,
  presets: readonly Preset[],
  done: (created: Draft['created']) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const created: Record<string, string> = {};
      for (const preset of presets) {
        const { preset_id: presetId, ...body } = bodyOf(draft, preset);
        const known = draft.created[presetId];
        const provider =
          known === undefined
            ? await createProvider({ preset_id: presetId, ...body })
            : await updateProvider(known, body);
        created[presetId] = provider.id;
      }
      return created;
    },
    onSuccess: (created) => {
      done(created);
      void keepVerdicts(Object.values(created)).then(() =>
        queries.invalidateQueries({ queryKey: ['providers'] }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['providers'] }),
  });
}

/** The test before was of unsaved values; with the saved ones the verdict stays with the provider. */
async function keepVerdicts(ids: readonly string[]): Promise<void> {
  await Promise.allSettled(ids.map((id) => testProvider(id)));
}
