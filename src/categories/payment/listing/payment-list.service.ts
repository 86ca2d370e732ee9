import { Injectable } from '@nestjs/common';
import type { Principal } from '#access/principal.js';
import { grants } from '#access/scopes.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { maskPersonal } from '#core/privacy/personal-fields.js';
import { toMaskedGuest } from '../guests/guest-of-payment.js';
import { PaymentPresenter } from '../payment-presenter.js';
import type { PaymentRow } from '../payment.rows.js';
import { hotelDay } from '#core/time/hotel-day.js';
import { HotelDays } from '../reconciliation/hotel-days.service.js';
import type { PaymentFilter } from './payment-filter.js';
import { PaymentListRepository } from './payment-list.repository.js';
import type {
  FilterPayments,
  ListedPayment,
  ListPayments,
  PaymentTotals,
} from './payment-list.schemas.js';

/** As many are summed up, and of a search the newest; above that the sum says that it is not all. */
const SUMMED = 100_000;
const SUMMED_OF_SEARCH = 10_000;

/** Lists of payments and their sums. */
@Injectable()
export class PaymentListService {
  constructor(
    private readonly payments: PaymentListRepository,
    private readonly presenter: PaymentPresenter,
    private readonly days: HotelDays,
  ) {}

  async list(query: ListPayments, principal: Principal): Promise<Page<ListedPayment>> {
    const { limit, cursor, ...wanted } = query;
    const { filter } = await this.resolve(wanted, principal);
    const slice = { afterId: decodeCursor(cursor), limit: limit + 1 };
    const page = toPage(await this.payments.list(filter, slice), limit, (row) => row.id);
    return {
      ...page,
      items: await Promise.all(page.items.map((row) => this.present(row, principal))),
    };
  }

  async totals(query: FilterPayments, principal: Principal): Promise<PaymentTotals> {
    const { filter } = await this.resolve(query, principal);
    const most = filter.search ? SUMMED_OF_SEARCH : SUMMED;
    const totals = await this.payments.totals(filter, most);
    const count = totals.reduce((sum, one) => sum + one.count, 0);
    return { count, is_complete: count < most, totals };
  }

  /**
   * What the caller means and may see, and whose clock it is told by.
   *
   * @throws PropertyAccessError, NotFoundError, or InvalidInputError naming the zone
   */
  async resolve(
    query: FilterPayments,
    principal: Principal,
  ): Promise<{ filter: PaymentFilter; zone: string }> {
    const { zone, propertyId } = await this.days.calendar(query, principal);
    return { zone, filter: toFilter(query, { zone, propertyId, principal }) };
  }

  /** A list is read by more people than one payment: what a hotel wrote about its guests is masked in it. */
  private async present(row: PaymentRow, { scopes }: Principal): Promise<ListedPayment> {
    const answer = {
      ...(await this.presenter.present(row)),
      property_id: row.property_id,
      guest: toMaskedGuest(row.request.customer),
    };
    if (grants(scopes, 'guests:read')) return answer;
    return { ...answer, metadata: maskPersonal(answer.metadata) };
  }
}

interface Whose {
  readonly zone: string;
  readonly propertyId: string | undefined;
  readonly principal: Principal;
}

function toFilter(query: FilterPayments, { zone, propertyId, principal }: Whose): PaymentFilter {
  const seesGuests = grants(principal.scopes, 'guests:read');
  return {
    propertyId,
    orderId: query.order_id,
    // What is being created is shown as waiting for confirmation.
    statuses: query.status?.flatMap((status) =>
      status === 'pending_confirmation' ? [status, 'created' as const] : [status],
    ),
    providerId: query.provider_id,
    featureKey: query.feature,
    method: query.method,
    from: query.from === undefined ? undefined : hotelDay(query.from, zone).from,
    before: query.to === undefined ? undefined : hotelDay(query.to, zone).to,
    amountMin: query.amount ?? query.amount_min,
    amountMax: query.amount ?? query.amount_max,
    lateDecision: query.late_decision,
    search: query.q === undefined ? undefined : { text: query.q, seesGuests },
  };
}
