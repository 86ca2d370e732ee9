/** How a provider is, out of what the owner set, what its test said and how its calls went. */
import type { ProviderAnswer } from './providers.api';
import type { Condition } from '../ui/status-dot';
import type { ProviderHealth } from '../../../src/gateway/health/provider-health.schemas.js';

const HEALTHY_FROM = 0.95;
const DOWN_BELOW = 0.5;

export function conditionOf(
  provider: Pick<ProviderAnswer, 'is_active' | 'archived_at' | 'paused' | 'test_status'>,
  health: Pick<ProviderHealth, 'breaker' | 'calls' | 'success_rate'> | undefined,
): Condition {
  if (!provider.is_active || provider.archived_at !== null || provider.paused) return 'off';
  if (health?.breaker === 'open') return 'down';
  const byCalls = conditionOfCalls(health);
  if (byCalls) return byCalls;
  if (provider.test_status === 'failed') return 'down';
  return provider.test_status === 'ok' ? 'healthy' : 'untested';
}

function conditionOfCalls(
  health: Pick<ProviderHealth, 'breaker' | 'calls' | 'success_rate'> | undefined,
): Condition | undefined {
  const rate = health?.success_rate ?? undefined;
  if (!health || health.calls === 0 || rate === undefined) return undefined;
  if (rate < DOWN_BELOW) return 'down';
  return rate < HEALTHY_FROM || health.breaker === 'half_open' ? 'degraded' : 'healthy';
}
