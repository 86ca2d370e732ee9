import { Injectable } from '@nestjs/common';
import type { Sql } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { currentTraceId } from '#core/logging/trace-context.js';
import { OutboxBell } from './outbox-bell.js';

/** Something a hotel's other systems may want to know. */
export interface DomainEvent {
  /** `<subject>.<past participle>`, for example `payment.received`. */
  readonly event: string;
  readonly propertyId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurredAt: Date;
}

/** Events are written in the transaction that caused them: both happen or neither does. */
@Injectable()
export class Outbox {
  constructor(private readonly bell: OutboxBell) {}

  async record(tx: Sql, event: DomainEvent): Promise<void> {
    await tx.prepared(
      'outbox-record',
      `INSERT INTO domain_events (id, property_id, event, data, trace_id, occurred_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        newId(),
        event.propertyId,
        event.event,
        JSON.stringify(event.data),
        currentTraceId() ?? null,
        event.occurredAt,
      ],
    );
    this.bell.ring();
  }
}
