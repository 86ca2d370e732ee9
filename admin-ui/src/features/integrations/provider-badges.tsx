import { Badge, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { ProviderAnswer } from '../../lib/providers.api';
import type { ProviderHealth } from './integrations.api';

/** What is worth knowing at once: environment, paused, cut off by the breaker, default. */
export function ProviderBadges({
  provider,
  health,
}: {
  readonly provider: ProviderAnswer;
  readonly health: ProviderHealth | undefined;
}): ReactNode {
  const { t } = useTexts();
  const isCutOff = health !== undefined && health.breaker !== 'closed';
  return (
    <Group gap={6}>
      <Badge variant="default" tt="none" fw={500}>
        {t(`environment.${provider.environment}`)}
      </Badge>
      {provider.is_default && (
        <Badge variant="default" tt="none" fw={500}>
          {t('integrations.default')}
        </Badge>
      )}
      {provider.paused && (
        <Badge variant="default" tt="none" fw={500}>
          {t('integrations.paused')}
        </Badge>
      )}
      {isCutOff && (
        <Badge variant="default" tt="none" fw={500}>
          {t(health.breaker === 'open' ? 'breaker.open' : 'breaker.half_open')}
        </Badge>
      )}
    </Group>
  );
}
