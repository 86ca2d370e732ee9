import { Alert, Box, Button, Group, Stack, Stepper, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { sessionQuery } from '../../lib/session.api';
import { Page } from '../../ui/page';
import type { Category } from '../../lib/categories';
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
import { type ConnectionTest, useConnectionTest } from './use-connection-test';
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
  const userId = useQuery(sessionQuery).data?.user.id ?? '';
  const [draft, setDraft] = useState<Draft>(() => savedDraft(userId));
  const [isAsking, setAsking] = useState(() => step === undefined && isBegun(draft));
  const test = useConnectionTest();
  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    saveDraft(userId, next);
  };
  const go = (next: WizardStep): void =>
    void navigate({ search: (before) => ({ ...before, step: next }) });
  const restart = (): void => {
    forgetDraft(userId);
    setDraft(EMPTY_DRAFT);
    setAsking(false);
    test.reset();
    go('pick');
  };
  const current = isBegun(draft) ? (step ?? 'pick') : 'pick';
  const props = { draft, change, go };
  useBeginAtTop(`${current} ${draft.vendor}`);
  return (
    <Page title={t('wizard.title')} intro={t('wizard.intro')}>
      <Box maw={860} w="100%">
        <Progress current={current} draft={draft} go={go} />
      </Box>
      {isAsking && step === undefined ? (
        <ResumeDraft draft={draft} resume={() => go('keys')} restart={restart} />
      ) : (
        <Box maw={860} w="100%">
          <CurrentStep
            {...props}
            step={current}
            category={category}
            test={test}
            restart={restart}
            finish={() => forgetDraft(userId)}
          />
        </Box>
      )}
    </Page>
  );
}

/** What comes next begins above, however far down the tile was that led to it. */
function useBeginAtTop(place: string): void {
  useEffect(() => {
    // Newer browsers return a promise here, which React would take for the clean-up.
    window.scrollTo({ top: 0 });
  }, [place]);
}

interface CurrentStepProps extends StepProps {
  readonly step: WizardStep;
  readonly category: Category;
  readonly test: ConnectionTest;
  readonly restart: () => void;
  /** The draft has become providers. */
  readonly finish: () => void;
}

function CurrentStep({ step, ...props }: CurrentStepProps): ReactNode {
  switch (step) {
    case 'pick':
      return props.draft.vendor === '' ? <GalleryStep {...props} /> : <FormatsStep {...props} />;
    case 'keys':
      return <KeysStep {...props} />;
    case 'test':
      return <TestStep {...props} />;
    case 'map':
      return <MapStep {...props} />;
  }
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
          label={
            isPhone && step !== current ? (
              <VisuallyHidden>{t(`wizard.step.${step}`)}</VisuallyHidden>
            ) : (
              t(`wizard.step.${step}`)
            )
          }
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
