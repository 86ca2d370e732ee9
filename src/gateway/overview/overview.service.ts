import { Injectable } from '@nestjs/common';
import { listedProperty, type Principal } from '#access/principal.js';
import {
  PropertiesRepository,
  type PropertyRow,
} from '#access/properties/properties.repository.js';
import { DEFAULT_TIME_ZONE } from '#access/properties/properties.schemas.js';
import { grants } from '#access/scopes.js';
import { Database } from '#core/database/database.js';
import { FirstSteps } from './first-steps.js';
import type { OverviewAnswer, OverviewQuery } from './overview.schemas.js';
import { OverviewFigures } from './overview-figures.js';
import { RunningFallbacks } from './running-fallbacks.js';

/** What the first page shows beside alerts and providers. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly figures: OverviewFigures,
    private readonly fallbacks: RunningFallbacks,
    private readonly steps: FirstSteps,
    private readonly properties: PropertiesRepository,
    private readonly database: Database,
  ) {}

  async read(query: OverviewQuery, principal: Principal): Promise<OverviewAnswer> {
    const propertyId = listedProperty(principal, query.property_id);
    const zone = (await this.property(propertyId))?.time_zone ?? DEFAULT_TIME_ZONE;
    const today = this.figures.today(zone);
    const isAllowed = (scope: string): boolean => grants(principal.scopes, scope);
    const [figures, fallbacks, steps] = await Promise.all([
      this.figures.list(today, propertyId, isAllowed),
      this.fallbacks.list(propertyId),
      this.steps.read(propertyId),
    ]);
    return {
      property_id: propertyId,
      time_zone: zone,
      day: today.date,
      figures,
      fallbacks,
      first_steps: steps,
    };
  }

  /** Without a choice, the clock of the newest property counts, as in the lists of the admin UI. */
  private async property(id: string | null): Promise<PropertyRow | undefined> {
    if (id !== null) return this.properties.find(this.database, id);
    const [newest] = await this.properties.list(this.database, {
      id: null,
      beforeId: undefined,
      limit: 1,
    });
    return newest;
  }
}
