import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { Clock } from '#core/time/clock.js';
import { EventCatalogue, matches } from '../catalogue/event-catalogue.js';
import { EndpointSecretStore } from './endpoint-secrets.js';
import { type EndpointRow, EndpointsRepository } from './endpoints.repository.js';
import type { EndpointAnswer, ListEndpoints } from './endpoints.schemas.js';

/** Looking at subscribers' addresses. */
@Injectable()
export class EndpointReader {
  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly secrets: EndpointSecretStore,
    private readonly catalogue: EventCatalogue,
    private readonly clock: Clock,
  ) {}

  async list(query: ListEndpoints, principal: Principal): Promise<Page<EndpointAnswer>> {
    const rows = await this.endpoints.list({
      propertyId: principal.propertyId,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    return { ...page, items: page.items.map((row) => this.toAnswer(row)) };
  }

  async get(id: string, principal: Principal): Promise<EndpointAnswer> {
    return this.toAnswer(await this.visible(id, principal));
  }

  /** Which addresses hear of an event of this kind. */
  async subscribers(
    principal: Principal,
  ): Promise<(event: string) => { readonly id: string; readonly url: string }[]> {
    const rows = await this.endpoints.subscriptions(principal.propertyId);
    return (event) =>
      rows
        .filter(({ events }) => events.some((pattern) => matches(pattern, event)))
        .map(({ id, url }) => ({ id, url }));
  }

  /** @throws NotFoundError when it is not there or belongs to another property */
  async visible(id: string, principal: Principal): Promise<EndpointRow> {
    const row = await this.endpoints.findById(id);
    if (!row || !hasPropertyAccess(principal, row.property_id)) {
      throw new NotFoundError(
        `There is no webhook endpoint ${id}; GET /api/v1/webhook-endpoints lists them.`,
      );
    }
    return row;
  }

  private toAnswer(row: EndpointRow): EndpointAnswer {
    const until = row.previous_secret_until;
    const isOverlapping = until !== null && until > this.clock.now();
    const unknown = row.events.filter((pattern) => !this.catalogue.knows(pattern));
    return {
      id: row.id,
      url: row.url,
      events: [...row.events],
      description: row.description,
      property_id: row.property_id,
      status: row.status,
      disabled_reason: row.disabled_reason,
      disabled_at: row.disabled_at?.toISOString() ?? null,
      parked_count: row.parked_count,
      dead_count: row.dead_count,
      last_day: { delivered: row.day_delivered, failed: row.day_failed },
      failing_since: row.failing_since?.toISOString() ?? null,
      secret_last4: this.secrets.open(row.id, row.secrets_sealed).current.slice(-4),
      previous_secret_until: isOverlapping ? until.toISOString() : null,
      warnings: unknown.map((pattern) => ({
        field: 'events',
        code: 'not_in_catalogue',
        message: `No part of the hub sends "${pattern}"; it arrives only if the PMS publishes it. GET /api/v1/event-types lists what there is.`,
      })),
      created_at: row.created_at.toISOString(),
      updated_at: row.updated_at.toISOString(),
    };
  }
}
