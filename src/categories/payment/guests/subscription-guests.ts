import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#core/database/database.js';
import { erasedJson, eraserOf, type Guest, toGuest } from '#core/privacy/guest.js';
import type {
  FoundRow,
  FoundSlice,
  PersonalDataSource,
} from '#core/privacy/personal-data-source.js';
import { maskPersonalText } from '#core/privacy/personal-fields.js';
import type { SubscriptionRow } from '../subscriptions/subscription.rows.js';
import { GuestDetailsRepository } from './guest-details.repository.js';
import { GuestPaymentsRepository, type GuestRow } from './guest-payments.repository.js';
import { withoutGuest } from './guest-rows.js';

const PAGE = 200;
const STAYS = 'the subscription is still running; cancel it, then ask again';

/** Guests in subscriptions. */
@Injectable()
export class SubscriptionGuests implements PersonalDataSource {
  readonly name = 'subscriptions';
  readonly keeps =
    'order id, amounts, interval, status, times and the vendors’ ids: tax law and the books need them for ten years.';

  constructor(
    private readonly database: Database,
    private readonly payments: GuestPaymentsRepository,
    private readonly details: GuestDetailsRepository,
  ) {}

  handles(guest: Guest): Promise<string[]> {
    return this.payments.handles('subscriptions', guest);
  }

  async find(guest: Guest, look: { after?: string; isExport: boolean }): Promise<FoundSlice> {
    const page = { after: look.after, limit: PAGE, isExport: look.isExport };
    const rows = await this.payments.list<SubscriptionRow>('subscriptions', guest, page);
    const last = rows.at(-1);
    return {
      rows: rows.map((row) => ({
        id: row.id,
        data: toData(row),
        ...(!row.is_ended && { stays: STAYS }),
      })),
      scanned: rows.length,
      ...(rows.length === PAGE && last && { next: last.id }),
    };
  }

  async erase(tx: Sql, guest: Guest, rows: readonly FoundRow[]): Promise<number> {
    const taken = await this.payments.take(
      tx,
      'subscriptions',
      rows.map(({ id }) => id),
    );
    return this.eraseAll(tx, taken, guest);
  }

  forget(before: Date, limit: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await this.payments.takeOld(tx, 'subscriptions', before, limit);
      return this.eraseAll(tx, rows, toGuest({}));
    });
  }

  private async eraseAll(tx: Sql, rows: readonly GuestRow[], asked: Guest): Promise<number> {
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    const erase = eraserOf(asked);
    const eraseText = (text: string): string => maskPersonalText(erase(text));
    await this.payments.write(
      tx,
      'subscriptions',
      rows.map(({ id, request, failure }) => ({
        id,
        request: withoutGuest(request, eraseText),
        failure: erasedJson(failure, eraseText),
      })),
    );
    await this.details.eraseHistory(tx, 'subscriptions', ids, eraseText);
    await this.details.eraseAnswers(tx, 'subscriptions', ids);
    return rows.length;
  }
}

function toData(row: SubscriptionRow): FoundRow['data'] {
  const { id, property_id, order_id, reference, amount, currency, status, request, action } = row;
  return {
    id,
    property_id,
    order_id,
    reference,
    amount,
    currency,
    status,
    request,
    action,
    provider_id: row.provider_id,
    failure: row.failure,
    created_at: row.created_at,
  };
}
