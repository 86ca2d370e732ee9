import { Injectable } from '@nestjs/common';
import { assertPropertyAccess, type Principal } from '#access/principal.js';
import { PropertiesRepository } from '#access/properties/properties.repository.js';
import { DEFAULT_TIME_ZONE } from '#access/properties/properties.schemas.js';
import { Database } from '#core/database/database.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { type HotelDay, hotelDay } from '#core/time/hotel-day.js';
import type { DayFilter } from './reconciliation.rows.js';
import type { DayQuery } from './reconciliation.schemas.js';

export interface AskedDay {
  readonly day: HotelDay;
  readonly filter: DayFilter;
}

/** Which payments a caller means by a date. */
@Injectable()
export class HotelDays {
  constructor(
    private readonly database: Database,
    private readonly properties: PropertiesRepository,
  ) {}

  /** @throws PropertyAccessError, NotFoundError, or InvalidInputError naming the zone */
  async resolve(query: DayQuery, principal: Principal): Promise<AskedDay> {
    const { propertyId, zone } = await this.calendar(query, principal);
    const day = hotelDay(query.date, zone);
    const scope =
      propertyId === undefined
        ? ({ kind: 'all' } as const)
        : ({ kind: 'property', propertyId } as const);
    return { day, filter: { scope, from: day.from, to: day.to } };
  }

  /**
   * Whose days are meant: those of the property that was named, else of the caller's own.
   *
   * @throws PropertyAccessError or NotFoundError
   */
  async calendar(
    query: Omit<DayQuery, 'date'>,
    principal: Principal,
  ): Promise<{ propertyId: string | undefined; zone: string }> {
    const propertyId = query.property_id ?? principal.propertyId ?? undefined;
    assertPropertyAccess(principal, propertyId);
    return { propertyId, zone: query.zone ?? (await this.zoneOf(propertyId)) };
  }

  private async zoneOf(propertyId: string | undefined): Promise<string> {
    if (propertyId === undefined) return DEFAULT_TIME_ZONE;
    const property = await this.properties.find(this.database, propertyId);
    if (property) return property.time_zone;
    throw new NotFoundError(
      `There is no property ${propertyId}; GET /api/v1/properties lists them.`,
    );
  }
}
