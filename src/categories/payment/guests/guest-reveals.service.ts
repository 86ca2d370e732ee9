import { Injectable } from '@nestjs/common';
import { MissingScopeError } from '#access/access.error.js';
import { AuditLog } from '#access/audit-log.js';
import type { Actor } from '#access/principal.js';
import { grants } from '#access/scopes.js';
import { Database } from '#core/database/database.js';
import { RefundVendors } from '../refund-vendors.js';
import { toGuestFields } from './guest-of-payment.js';
import type { RevealedGuest } from './guest-reveal.schemas.js';

const ACTION = 'payment.guest_revealed';
const VISIBLE_SECONDS = 60;

/** Somebody who saw a guest in clear. */
export interface GuestReveal {
  readonly kind: 'reveal';
  readonly id: string;
  readonly at: string;
  readonly actor: string;
}

/** Shows who a guest is, and keeps who looked. */
@Injectable()
export class GuestReveals {
  constructor(
    private readonly payments: RefundVendors,
    private readonly audit: AuditLog,
    private readonly database: Database,
  ) {}

  /**
   * The look is on record before anything is shown.
   *
   * @throws NotFoundError for a payment that is not the caller's
   */
  async reveal(paymentId: string, actor: Actor): Promise<RevealedGuest> {
    const { principal } = actor;
    if (!grants(principal.scopes, 'payments:read')) throw new MissingScopeError('payments:read');
    const payment = await this.payments.payment(paymentId, principal);
    const guest = toGuestFields(payment.request.customer);
    if (guest) {
      const fields = Object.entries(guest).flatMap(([name, value]) => (value === null ? [] : name));
      await this.audit.record(this.database, {
        ...actor,
        action: ACTION,
        subject: { type: 'payment', id: paymentId },
        after: { order_id: payment.order_id, fields },
      });
    }
    return { guest, visible_seconds: VISIBLE_SECONDS };
  }

  /** Newest first. */
  async of(paymentId: string, limit: number): Promise<GuestReveal[]> {
    const rows = await this.database.query<{ id: string; at: Date; actor_name: string }>(
      `SELECT id, at, actor_name FROM audit_log WHERE subject_id = $1 AND action = '${ACTION}'
       ORDER BY id DESC LIMIT $2`,
      [paymentId, limit],
    );
    return rows.map(({ id, at, actor_name: actor }) => ({
      kind: 'reveal',
      id,
      at: at.toISOString(),
      actor,
    }));
  }
}
