import { Alert, Box, Button, Group, Stack, Stepper } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { Page } from '../../ui/page';
import { FormatsStep } from './formats-step';
import { GalleryStep } from './gallery-step';
import { KeysStep } from './keys-step';
import { MapStep } from './map-step';
import { TestStep } from './test-step';
import {
  type Draft,
  EMPTY_DRAFT,
  forgetDraft,
  isBegun,
  saveDraft,
  savedDraft,
} from './wizard-draft';
import { useConnectionTest } from './use-connection-test';
import { type WizardStep, WIZARD_STEPS } from './wizard-steps';

export interface StepProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly go: (step: WizardStep) => void;
}

/** From a vendor's name to a provider that works, in four steps. */
export function WizardPage(): ReactNode {
  const { t } = useTexts();
  const { step, category = 'payment' } = useSearch({ from: '/shell/integrations/new' });
  const navigate = useNavigate({ from: '/integrations/new' });
  const [draft, setDraft] = useState<Draft>(savedDraft);
  const test = useConnectionTest();
  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    saveDraft(next);
  };
  const go = (next: WizardStep): void =>
    void navigate({ search: (before) => ({ ...before, step: next }) });
  const restart = (): void => {
    forgetDraft();
    setDraft(EMPTY_DRAFT);
    test.reset();
    go('pick');
  };
  const current = isBegun(draft) ? (step ?? 'pick') : 'pick';
  const props = { draft, change, go };
  return (
    <Page title={t('wizard.title')} intro={t('wizard.intro')}>
      <Progress current={current} draft={draft} go={go} />
      {step === undefined && isBegun(draft) ? (
        <ResumeDraft draft={draft} resume={() => go('keys')} restart={restart} />
      ) : (
        <Box maw={860} w="100%">
          {current === 'pick' && draft.vendor === '' && (
            <GalleryStep {...props} category={category} />
          )}
          {current === 'pick' && draft.vendor !== '' && (
            <FormatsStep {...props} category={category} restart={restart} />
          )}
          {current === 'keys' && <KeysStep {...props} test={test} />}
          {current === 'test' && <TestStep {...props} test={test} />}
          {current === 'map' && <MapStep {...props} category={category} restart={restart} />}
        </Box>
      )}
    </Page>
  );
}

/** Steps that were reached can be gone back to; what was typed is kept. */
function Progress({
  current,
  draft,
  go,
}: {
  readonly current: WizardStep;
  readonly draft: Draft;
  readonly go: (step: WizardStep) => void;
}): ReactNode {
  const { t } = useTexts();
  const isPhone = useMediaQuery('(max-width: 48em)');
  const active = WIZARD_STEPS.indexOf(current);
  const last = isBegun(draft) ? Math.max(active, hasCreated(draft) ? 3 : 1) : 0;
  return (
    <Stepper
      active={active}
      onStepClick={(place) => {
        const next = WIZARD_STEPS[place];
        if (next && place <= last) go(next);
      }}
      size={isPhone ? 'xs' : 'sm'}
      wrap={false}
    >
      {WIZARD_STEPS.map((step, place) => (
        <Stepper.Step
          key={step}
          label={isPhone && step !== current ? undefined : t(`wizard.step.${step}`)}
          aria-label={t(`wizard.step.${step}`)}
          allowStepSelect={place <= last}
        />
      ))}
    </Stepper>
  );
}

const hasCreated = (draft: Draft): boolean => Object.keys(draft.created).length > 0;

function ResumeDraft({
  draft,
  resume,
  restart,
}: {
  readonly draft: Draft;
  readonly resume: () => void;
  readonly restart: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Alert variant="light" title={t('wizard.draft.title', { vendor: draft.vendor })}>
      <Stack gap="sm">
        {t('wizard.draft.text')}
        <Group>
          <Button onClick={resume}>{t('wizard.draft.resume')}</Button>
          <Button variant="default" onClick={restart}>
            {t('wizard.draft.restart')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
