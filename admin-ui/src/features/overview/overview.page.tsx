import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { conditionOf } from '../../lib/provider-condition';
import { useProperty } from '../../lib/property';
import { providersQuery } from '../../lib/providers.api';
import { storedChoice } from '../../lib/stored-choice';
import { Page } from '../../ui/page';
import { QueryView } from '../../ui/state-view';
import { categoryStates } from './category-states';
import { CategoryStrip, StripSkeleton } from './category-strip';
import { FallbackNotices } from './fallback-notices';
import { firstStepsOf } from './first-steps';
import { FirstStepsCard } from './first-steps.card';
import { headlineOf } from './headline';
import { HeadlineCard, HeadlineSkeleton } from './headline.card';
import { OpenAlerts } from './open-alerts';
import { openAlertsQuery, type Overview, overviewQuery, stateQuery } from './overview.api';
import { Today, TodaySkeleton } from './today';

const dismissed = storedChoice('kunci.first-steps');

/** Is anything wrong? What happened today? What is to be done? */
export function OverviewPage(): ReactNode {
  const { t } = useTexts();
  const { id } = useProperty();
  const query = useQuery(overviewQuery(id));
  return (
    <Page title={t('nav.overview')}>
      <QueryView query={query} skeleton={<OverviewSkeleton />}>
        {(overview) => <Content overview={overview} />}
      </QueryView>
    </Page>
  );
}

function Content({ overview }: { readonly overview: Overview }): ReactNode {
  const isDismissed = dismissed.use() !== undefined;
  const steps = firstStepsOf(overview);
  const isNew = !isDismissed && steps.some(({ isDone }) => !isDone);
  return (
    <>
      {isNew ? (
        <FirstStepsCard steps={steps} dismiss={() => dismissed.set('dismissed')} />
      ) : (
        <State overview={overview} />
      )}
      <OpenAlerts />
      <FallbackNotices fallbacks={overview.fallbacks} />
      <Today overview={overview} />
    </>
  );
}

/** The sentence and the strip under it. */
function State({ overview }: { readonly overview: Overview }): ReactNode {
  const { id } = useProperty();
  const alerts = useQuery(openAlertsQuery(id));
  const health = useQuery(stateQuery(id));
  const providers = useQuery(providersQuery);
  if (!alerts.data || !health.data || !providers.data) {
    return (
      <>
        <HeadlineSkeleton />
        <StripSkeleton />
      </>
    );
  }
  const known = providers.data;
  const rows = health.data;
  const troubled = known.filter((provider) => {
    const row = rows.find((one) => one.id === provider.id);
    const condition = conditionOf(provider, row);
    return condition === 'down' || condition === 'degraded';
  });
  const headline = headlineOf({
    fallbacks: overview.fallbacks,
    alerts: alerts.data.items,
    troubled,
    nameOf: (providerId) => known.find((provider) => provider.id === providerId)?.name,
  });
  return (
    <>
      <HeadlineCard headline={headline} />
      <CategoryStrip states={categoryStates(overview.first_steps.installed, known, rows)} />
    </>
  );
}

function OverviewSkeleton(): ReactNode {
  return (
    <>
      <HeadlineSkeleton />
      <StripSkeleton />
      <TodaySkeleton />
    </>
  );
}
