import { Injectable } from '@nestjs/common';
import { TooManyRequestsError } from '#access/rate-limit/rate-limit.error.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { RateLimits } from '#core/rate-limit/rate-limits.js';
import { SettingsService } from '#core/settings/settings.service.js';
import { Clock } from '#core/time/clock.js';
import { conditionOfCategory } from './category-state.js';
import { type ProviderCondition, ProviderConditions } from './provider-conditions.js';
import { StatusPagesRepository } from './status-pages.repository.js';
import type { StatusAnswer } from './status.schemas.js';

/** A screen that asks every ten seconds, several times over, behind one address. */
const PER_MINUTE = 240;
const DEFAULT_ZONE = 'Asia/Jakarta';

/** What the front desk may know without a login: which kinds of things work. */
@Injectable()
export class StatusService {
  constructor(
    private readonly pages: StatusPagesRepository,
    private readonly conditions: ProviderConditions,
    private readonly settings: SettingsService,
    private readonly rates: RateLimits,
    private readonly clock: Clock,
  ) {}

  /**
   * @param address who asks, for the limit
   * @throws NotFoundError without a link that is valid, or while the page is switched off; both look the same from outside
   * @throws TooManyRequestsError
   */
  async read(key: string, address: string): Promise<StatusAnswer> {
    await this.limit(address);
    const { is_on: isOn, shows_names: showsNames } = this.settings.current.status_page;
    const place = isOn ? await this.pages.findPlace(key) : undefined;
    if (!place) {
      throw new NotFoundError(
        'This status page does not exist or is switched off; ask the owner of the hub for its link.',
      );
    }
    const all = await this.conditions.all();
    const shown = all.filter(
      ({ propertyId }) =>
        place.property_id === null || propertyId === null || propertyId === place.property_id,
    );
    return {
      name: showsNames ? place.name : null,
      checked_at: this.clock.now().toISOString(),
      time_zone: place.time_zone ?? DEFAULT_ZONE,
      categories: toCategories(shown, showsNames),
    };
  }

  private async limit(address: string): Promise<void> {
    const verdict = await this.rates.hit(`status:${address}`, PER_MINUTE);
    if (verdict.isAdmitted) return;
    throw new TooManyRequestsError(
      `The status page was asked for too often from your address; it can be seen again in ${verdict.retryAfterS} seconds.`,
      'key',
      verdict.retryAfterS,
    );
  }
}

function toCategories(
  providers: readonly ProviderCondition[],
  showsNames: boolean,
): StatusAnswer['categories'] {
  const grouped = Map.groupBy(providers, ({ category }) => category);
  return [...grouped]
    .map(([category, found]) => {
      const { state, since } = conditionOfCategory(found.map(({ condition }) => condition));
      const names = found.map(({ name, condition }) => ({ name, state: condition.state }));
      return {
        category,
        state,
        since: since?.toISOString() ?? null,
        providers: showsNames ? names : null,
      };
    })
    .toSorted((a, b) => (a.category < b.category ? -1 : 1));
}
