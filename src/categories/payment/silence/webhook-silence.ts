import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { Clock } from '#core/time/clock.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { type OpenCharges, SilenceRepository } from './silence.repository.js';
import type { SilenceAnswer } from './silence.schemas.js';
import { isSilent, usualDelayS } from './silence.js';

/** A webhook gets this long before a payment that was found paid counts as one that no webhook told of. */
const RIPE_MS = 5 * 60_000;

/** Which vendors should have told of something by now and did not. */
@Injectable()
export class WebhookSilence {
  constructor(
    private readonly silences: SilenceRepository,
    private readonly providers: ProviderRegistry,
    private readonly clock: Clock,
  ) {}

  /** Active payment providers that send webhooks, also those without open charges; by slug. */
  async look(principal?: Principal): Promise<SilenceAnswer[]> {
    const open = new Map(
      (await this.silences.openCharges()).map((charges) => [charges.provider_id, charges]),
    );
    const watched = this.providers
      .list()
      .filter((provider) => isWatched(provider))
      .filter((provider) => !principal || hasPropertyAccess(principal, provider.propertyId));
    const answers: SilenceAnswer[] = [];
    for (const provider of watched) {
      answers.push(await this.lookAt(provider, open.get(provider.id)));
    }
    return answers.sort((a, b) => a.slug.localeCompare(b.slug));
  }

  private async lookAt(provider: Provider, open: OpenCharges | undefined): Promise<SilenceAnswer> {
    const now = this.clock.now().getTime();
    const account = this.providers.siblingsOf(provider).map(({ id }) => id);
    const lastAt = await this.silences.lastWebhookAt(account);
    const history = await this.silences.history(provider.id, {
      ripe: new Date(now - RIPE_MS),
      since: lastAt,
    });
    const usualS = usualDelayS({ count: history.count, p95S: history.p95_s });
    const silentForS = silentSince(open, lastAt, now);
    const facts = {
      overdueCharges: open
        ? await this.silences.overdue(provider.id, new Date(now - usualS * 1_000))
        : 0,
      silentForS,
      usualS,
      answeredShare: history.answered_share ?? undefined,
      lostWebhooks: history.lost,
    };
    return {
      provider_id: provider.id,
      slug: provider.slug,
      open_charges: open?.open_charges ?? 0,
      last_webhook_at: lastAt?.toISOString() ?? null,
      silent_for_s: silentForS,
      usual_s: usualS,
      lost_webhooks: history.lost,
      is_silent: isSilent(facts),
    };
  }
}

function isWatched(provider: Provider): boolean {
  return (
    provider.integrationType === 'payment' &&
    provider.isActive &&
    !provider.isArchived &&
    provider.connector.webhook !== undefined
  );
}

/** Nobody is silent before there is something to tell. */
function silentSince(open: OpenCharges | undefined, lastAt: Date | null, now: number): number {
  if (!open) return 0;
  const since = Math.max(open.oldest_at.getTime(), lastAt?.getTime() ?? 0);
  return Math.max(0, Math.floor((now - since) / 1_000));
}
