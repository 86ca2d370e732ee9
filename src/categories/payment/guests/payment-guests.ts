import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { erasedJson, eraserOf, type Guest, toGuest } from '#core/privacy/guest.js';
import type {
  FoundRow,
  FoundSlice,
  PersonalDataSource,
} from '#core/privacy/personal-data-source.js';
import { maskPersonalText } from '#core/privacy/personal-fields.js';
import type { PaymentRow } from '../payment.rows.js';
import { PayoutDestinations } from '../payouts/payout-destination.js';
import { GuestDetailsRepository, type GuestRefund } from './guest-details.repository.js';
import { GuestPaymentsRepository, type GuestRow } from './guest-payments.repository.js';
import { withoutGuest } from './guest-rows.js';

const PAGE = 200;
const STAYS =
  'the payment is still open, or money waits for a decision; ask again when it has ended';

/** Guests in payments, with their refunds, payouts, history and kept answers. */
@Injectable()
export class PaymentGuests implements PersonalDataSource {
  readonly name = 'payments';
  readonly keeps =
    'order id, amounts, currency, method, status, items, times and the vendors’ ids: tax law and the books need them for ten years. Bank accounts and proofs of payouts that are not settled yet stay until they are.';

  constructor(
    private readonly database: Database,
    private readonly payments: GuestPaymentsRepository,
    private readonly details: GuestDetailsRepository,
    private readonly destinations: PayoutDestinations,
  ) {}

  async handles(guest: Guest): Promise<string[]> {
    const rows = await this.payments.handles('payments', guest);
    const ids = rows.filter((handle) => UUID.test(handle));
    return [...rows, ...(await this.details.refundHandles(ids))];
  }

  async find(guest: Guest, look: { after?: string; isExport: boolean }): Promise<FoundSlice> {
    const page = { after: look.after, limit: PAGE, isExport: look.isExport };
    const rows = await this.payments.list<PaymentRow>('payments', guest, page);
    const refunds = await this.details.refundsOf(look.isExport ? rows.map(({ id }) => id) : []);
    const last = rows.at(-1);
    return {
      rows: rows.map((row) => ({
        id: row.id,
        data: this.toData(row, refunds),
        ...(!row.is_ended && { stays: STAYS }),
      })),
      scanned: rows.length,
      ...(rows.length === PAGE && last && { next: last.id }),
    };
  }

  async erase(tx: Sql, guest: Guest, rows: readonly FoundRow[]): Promise<number> {
    const taken = await this.payments.take(
      tx,
      'payments',
      rows.map(({ id }) => id),
    );
    return this.eraseAll(tx, taken, guest);
  }

  forget(before: Date, limit: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await this.payments.takeOld(tx, 'payments', before, limit);
      return this.eraseAll(tx, rows, toGuest({}));
    });
  }

  private async eraseAll(tx: Sql, rows: readonly GuestRow[], asked: Guest): Promise<number> {
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    await this.payments.write(
      tx,
      'payments',
      rows.map((row) => erased(row, asked)),
    );
    const erase = eraserOf(asked);
    const eraseText = (text: string): string => maskPersonalText(erase(text));
    await this.details.eraseAttempts(tx, ids, eraseText);
    await this.details.eraseHistory(tx, 'payments', ids, eraseText);
    await this.details.eraseAnswers(tx, 'payments', ids);
    await this.details.eraseAnswers(tx, 'refunds', ids);
    await this.details.eraseRefunds(tx, ids);
    return rows.length;
  }

  private toData(row: PaymentRow, refunds: readonly GuestRefund[]): FoundRow['data'] {
    const { id, property_id, order_id, reference, amount, currency, status, method } = row;
    return {
      id,
      property_id,
      order_id,
      reference,
      amount,
      currency,
      status,
      method,
      provider_id: row.provider_id,
      request: row.request,
      action: row.action,
      failure: row.failure,
      gateway_transaction_id: row.gateway_transaction_id,
      created_at: row.created_at,
      paid_at: row.paid_at,
      refunds: refunds.filter((one) => one.payment_id === id).map((one) => this.refundData(one)),
    };
  }

  private refundData({ destination_sealed: sealed, ...refund }: GuestRefund): object {
    return {
      ...refund,
      destination: sealed === null ? null : this.destinations.open(refund.id, sealed),
    };
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The guest's own words are taken out of texts as well: what was asked for, and what the row knows itself. */
function erased({ id, request, failure }: GuestRow, asked: Guest) {
  const erase = eraserOf({ ...ownGuest(request), ...present(asked) });
  return {
    id,
    request: withoutGuest(request, erase),
    failure: erasedJson(failure, (text) => maskPersonalText(erase(text))),
  };
}

function ownGuest(request: GuestRow['request']): Guest {
  const customer = (request['customer'] ?? {}) as Readonly<Record<string, string | undefined>>;
  const name = [customer['first_name'], customer['last_name']].filter(Boolean).join(' ');
  return toGuest({
    email: customer['email'],
    phone: customer['phone'],
    ...(name !== '' && { name }),
  });
}

function present(guest: Guest): Partial<Guest> {
  return Object.fromEntries(Object.entries(guest).filter(([, value]) => value !== null));
}
