import { Injectable } from '@nestjs/common';
import { grants } from '#access/scopes.js';
import { assertPropertyAccess, type Principal } from '#access/principal.js';
import { Database } from '#core/database/database.js';
import { AppError, ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { maskPersonal } from '#core/privacy/personal-fields.js';
import { Clock } from '#core/time/clock.js';
import { fromPublicEventId, toPublicEventId } from '../event-id.js';
import { OutboxBell } from '../outbox-bell.js';
import { type EventRow, EventsRepository } from './events.repository.js';
import type { EventAnswer, ListEvents, PublishEvent } from './events.schemas.js';

/** What receivers commonly take; a bigger thing is better fetched by its id. */
const MAX_DATA_BYTES = 256 * 1024;

/** Events that the PMS publishes, and looking at all events. */
@Injectable()
export class EventsService {
  constructor(
    private readonly events: EventsRepository,
    private readonly database: Database,
    private readonly bell: OutboxBell,
    private readonly clock: Clock,
  ) {}

  /** @throws ConflictError when the idempotency key stands for another event already */
  async publish(body: PublishEvent, principal: Principal): Promise<EventAnswer> {
    const propertyId = body.property_id ?? principal.propertyId;
    assertPropertyAccess(principal, propertyId);
    const data = JSON.stringify(body.data);
    if (Buffer.byteLength(data) > MAX_DATA_BYTES) throw tooBig();
    const id = newId();
    const isNew = await this.events.insert(this.database, {
      id,
      propertyId,
      event: body.event,
      data,
      traceId: currentTraceId() ?? null,
      occurredAt: body.occurred_at ? new Date(body.occurred_at) : this.clock.now(),
      source: 'pms',
      idempotencyKey: body.idempotency_key ?? null,
      isDispatched: false,
    });
    if (!isNew) return this.published(propertyId, body);
    this.bell.ring();
    return toAnswer(await this.row(id));
  }

  async list(query: ListEvents, principal: Principal): Promise<Page<EventAnswer>> {
    const rows = await this.events.list({
      propertyId: principal.propertyId,
      event: query.event,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => row.id);
    return { ...page, items: page.items.map((row) => seenBy(row, principal)) };
  }

  async get(publicId: string, principal: Principal): Promise<EventAnswer> {
    const id = fromPublicEventId(publicId);
    const row = id === undefined ? undefined : await this.events.findById(id);
    const isVisible = principal.propertyId === null || row?.property_id === principal.propertyId;
    if (!row || !isVisible) {
      throw new NotFoundError(`There is no event ${publicId}; GET /api/v1/events lists them.`);
    }
    return seenBy(row, principal);
  }

  private async published(propertyId: string | null, body: PublishEvent): Promise<EventAnswer> {
    const first = await this.events.findByKey(propertyId, body.idempotency_key ?? '');
    if (first?.event === body.event) return toAnswer(first);
    const message =
      'This idempotency_key was used for another event. Use a new key for a new event.';
    throw new ConflictError(message, [{ field: 'idempotency_key', code: 'reused', message }]);
  }

  private async row(id: string): Promise<EventRow> {
    const row = await this.events.findById(id);
    if (!row) throw new Error(`event ${id} was written and is not there`);
    return row;
  }
}

function tooBig(): AppError {
  const message = `data may have at most ${MAX_DATA_BYTES / 1024} KB; send an id and let the receiver ask for the rest.`;
  return new AppError(message, {
    status: 413,
    errors: [{ field: 'data', code: 'too_big', message }],
  });
}

/** Guests are masked for whoever may not see them; the PMS that publishes an event gets its own words back. */
function seenBy(row: EventRow, { scopes }: Principal): EventAnswer {
  const answer = toAnswer(row);
  return grants(scopes, 'guests:read') ? answer : { ...answer, data: maskPersonal(answer.data) };
}

function toAnswer(row: EventRow): EventAnswer {
  return {
    id: toPublicEventId(row.id),
    event: row.event,
    data: { ...row.data },
    occurred_at: row.occurred_at.toISOString(),
    property_id: row.property_id,
    source: row.source,
    trace_id: row.trace_id,
  };
}
