import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { grants, type Scope } from '#access/scopes.js';
import { maskPersonal } from '#core/privacy/personal-fields.js';
import { IntegrationLogsService } from '#monitoring/integration-logs.service.js';
import { WebhookLogService } from '#webhooks/webhook-log.service.js';
import type { WebhookLogAnswer } from '#webhooks/webhook-log.schemas.js';
import { GuestReveals } from '../guests/guest-reveals.service.js';
import type { PaymentEventAnswer } from '../payment.schemas.js';
import { PaymentsService } from '../payments.service.js';
import type { Timeline, TimelineEntry } from './payment-timeline.schemas.js';

/** A payment that was polled for a week has more; the newest tell what happened. */
const MOST_CALLS = 100;
const MOST_WEBHOOKS = 30;
const MOST_REVEALS = 50;
/** As much of a body as anybody reads on a screen. */
const SHOWN_BODY = 16_384;

type Kind = Timeline['left_out'][number];

const NEEDED: Readonly<Record<Kind, Scope>> = {
  call: 'logs:read',
  webhook: 'webhooks:read',
  reveal: 'audit:read',
};

/** All that happened to one payment, in one list: what it went through, what was asked, what was told. */
@Injectable()
export class PaymentTimelines {
  constructor(
    private readonly payments: PaymentsService,
    private readonly calls: IntegrationLogsService,
    private readonly webhooks: WebhookLogService,
    private readonly reveals: GuestReveals,
  ) {}

  /** @throws NotFoundError for a payment that is not the caller's */
  async of(id: string, principal: Principal): Promise<Timeline> {
    const { items: events } = await this.payments.events(id, principal);
    const may = (kind: Kind): boolean => grants(principal.scopes, NEEDED[kind]);
    const [calls, webhooks, reveals] = await Promise.all([
      may('call') ? this.callsOf(id, principal) : [],
      may('webhook') ? this.webhooksOf(id, principal) : [],
      may('reveal') ? this.reveals.of(id, MOST_REVEALS) : [],
    ]);
    const items = [...toEventEntries(events), ...calls, ...webhooks, ...reveals];
    return {
      items: items.toSorted(newestFirst),
      left_out: (Object.keys(NEEDED) as Kind[]).filter((kind) => !may(kind)),
      is_shortened: calls.length === MOST_CALLS || webhooks.length === MOST_WEBHOOKS,
    };
  }

  private async callsOf(id: string, principal: Principal): Promise<TimelineEntry[]> {
    const query = { reference: id, limit: MOST_CALLS };
    const { items } = await this.calls.list(query, principal.propertyId);
    return items.map((call) => ({ kind: 'call', id: call.id, at: call.created_at, call }));
  }

  private async webhooksOf(id: string, principal: Principal): Promise<TimelineEntry[]> {
    const webhooks = await this.webhooks.about(id, principal, MOST_WEBHOOKS);
    return webhooks.map((webhook) => ({
      kind: 'webhook',
      id: webhook.id,
      at: webhook.received_at,
      webhook: { ...webhook, body: shownBody(webhook) },
    }));
  }
}

/** Events come newest first; each is told from the one before it. */
function toEventEntries(events: readonly PaymentEventAnswer[]): TimelineEntry[] {
  return events.map((event, place) => {
    const before = events[place + 1];
    return {
      kind: 'event',
      id: event.id,
      at: event.occurred_at,
      since_ms: before ? Date.parse(event.occurred_at) - Date.parse(before.occurred_at) : null,
      event: { ...event, detail: maskPersonal(event.detail) },
    };
  });
}

function shownBody({ body }: WebhookLogAnswer): string {
  return body.length > SHOWN_BODY ? `${body.slice(0, SHOWN_BODY)}…` : body;
}

function newestFirst(a: TimelineEntry, b: TimelineEntry): number {
  return Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1);
}
