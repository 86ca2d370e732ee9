import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import type { Actor, Principal } from '#access/principal.js';
import { grants } from '#access/scopes.js';
import { Database } from '#core/database/database.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { EndpointReader } from '../endpoints/endpoint-reader.js';
import { fromPublicEventId } from '../event-id.js';
import { EventsRepository } from '../publishing/events.repository.js';
import { DeliveriesRepository, MOST_COUNTED } from './deliveries.repository.js';
import { DeliveryHints } from './delivery-hints.js';
import { toDeliveryAnswer, toDeliveryDetail, toUndeliveredGroup } from './delivery.mapper.js';
import type { DeliveryRow } from './delivery.rows.js';
import type {
  DeliveryAnswer,
  DeliveryDetail,
  ListDeliveries,
  ReplayAnswer,
  ReplayDeliveries,
  Undelivered,
} from './deliveries.schemas.js';

/** Looking at deliveries and sending them again. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly deliveries: DeliveriesRepository,
    private readonly events: EventsRepository,
    private readonly endpoints: EndpointReader,
    private readonly hints: DeliveryHints,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async list(query: ListDeliveries, principal: Principal): Promise<Page<DeliveryAnswer>> {
    const rows = await this.deliveries.list({
      propertyId: principal.propertyId,
      endpointId: query.endpoint_id,
      eventId: query.event_id === undefined ? undefined : fromPublicEventId(query.event_id),
      event: query.event,
      status: query.status,
      fault: query.fault,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    return { ...page, items: page.items.map(toDeliveryAnswer) };
  }

  async get(id: string, principal: Principal): Promise<DeliveryDetail> {
    const row = await this.visible(id, principal);
    const event = await this.events.findById(row.event_id);
    if (!event) throw new Error(`delivery ${id} has no event`);
    const showsGuests = grants(principal.scopes, 'guests:read');
    return toDeliveryDetail(row, await this.deliveries.attemptsOf(id), { event, showsGuests });
  }

  /** What was given up and what waits for its endpoint, grouped; of addresses that are still there. */
  async undelivered(principal: Principal): Promise<Undelivered> {
    const { groups, counted } = await this.deliveries.undelivered(principal.propertyId);
    return {
      groups: groups.map(toUndeliveredGroup),
      has_more: counted >= MOST_COUNTED,
    };
  }

  /** @throws ConflictError while its endpoint is disabled */
  async replay(id: string, actor: Actor): Promise<DeliveryDetail> {
    const row = await this.visible(id, actor.principal);
    await this.replayIds([row], actor);
    return this.get(id, actor.principal);
  }

  /** @throws ConflictError while an endpoint is disabled; NotFoundError for what is not there */
  async replayMany(body: ReplayDeliveries, actor: Actor): Promise<ReplayAnswer> {
    if ('ids' in body) {
      const rows = await Promise.all(body.ids.map((id) => this.visible(id, actor.principal)));
      return { replayed: await this.replayIds(rows, actor) };
    }
    await this.assertEnabled(body.endpoint_id, actor.principal);
    const replayed = await this.database.transaction(async (tx) => {
      const count = await this.deliveries.reopenSince(tx, {
        endpointId: body.endpoint_id,
        since: new Date(body.since),
        until: body.until === undefined ? null : new Date(body.until),
        statuses: body.status,
        fault: body.fault,
        error: body.error,
      });
      await this.audit.record(tx, {
        ...actor,
        action: 'webhook_endpoint.replayed',
        subject: { type: 'webhook_endpoint', id: body.endpoint_id },
        after: {
          since: body.since,
          until: body.until,
          status: body.status,
          error: body.error,
          count,
        },
      });
      return count;
    });
    await this.hints.now([body.endpoint_id]);
    return { replayed };
  }

  private async replayIds(rows: readonly DeliveryRow[], actor: Actor): Promise<number> {
    const endpointIds = [...new Set(rows.map((row) => row.endpoint_id))];
    for (const id of endpointIds) await this.assertEnabled(id, actor.principal);
    const count = await this.database.transaction(async (tx) => {
      for (const row of rows) {
        await this.audit.record(tx, {
          ...actor,
          action: 'webhook_delivery.replayed',
          subject: { type: 'webhook_delivery', id: row.id },
          before: { status: row.status },
        });
      }
      return this.deliveries.reopen(
        tx,
        rows.map((row) => row.id),
      );
    });
    await this.hints.now(endpointIds);
    return count;
  }

  private async assertEnabled(endpointId: string, principal: Principal): Promise<void> {
    const endpoint = await this.endpoints.visible(endpointId, principal);
    if (endpoint.status === 'enabled') return;
    throw new ConflictError(
      `The endpoint is disabled (${endpoint.disabled_reason ?? ''}); enable it with PATCH /api/v1/webhook-endpoints/${endpointId} first.`,
    );
  }

  private async visible(id: string, principal: Principal): Promise<DeliveryRow> {
    const row = await this.deliveries.findById(id);
    const isVisible = principal.propertyId === null || row?.property_id === principal.propertyId;
    if (!row || !isVisible) {
      throw new NotFoundError(
        `There is no delivery ${id}; GET /api/v1/webhook-deliveries lists them.`,
      );
    }
    return row;
  }
}
