import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, listedProperty, type Principal } from '#access/principal.js';
import { ConflictError, NotFoundError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { decodeCursor, type Page, toPage } from '#core/paging/page.js';
import { Clock } from '#core/time/clock.js';
import { runInScope } from '#gateway/call-scope.js';
import { SubscriptionObserver } from './subscription-observer.js';
import { SubscriptionReconciler } from './subscription-reconciler.js';
import { SubscriptionRepository } from './subscription.repository.js';
import type { SubscriptionRow } from './subscription.rows.js';
import type {
  ListSubscriptions,
  SubscriptionAnswer,
  SubscriptionEventAnswer,
} from './subscription.schemas.js';
import { isSubscriptionOpen, isSubscriptionUnconfirmed } from './subscription-status.js';
import { SubscriptionVendors } from './subscription-vendors.js';
import {
  toSubscriptionAnswer,
  toSubscriptionEventAnswer,
  toSubscriptionQuery,
} from './subscription.mapper.js';

/** Looking at subscriptions and ending them. */
@Injectable()
export class SubscriptionsService {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly vendors: SubscriptionVendors,
    private readonly reconciler: SubscriptionReconciler,
    private readonly observer: SubscriptionObserver,
    private readonly clock: Clock,
  ) {}

  async list(query: ListSubscriptions, principal: Principal): Promise<Page<SubscriptionAnswer>> {
    const rows = await this.subscriptions.list({
      propertyId: listedProperty(principal, query.property_id),
      orderId: query.order_id,
      status: query.status,
      providerId: query.provider_id,
      afterId: decodeCursor(query.cursor),
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, ({ id }) => id);
    return { ...page, items: page.items.map((row) => this.present(row)) };
  }

  /** @param refresh asks the vendor first */
  async get(id: string, refresh: boolean, principal: Principal): Promise<SubscriptionAnswer> {
    const row = await this.visible(id, principal);
    const fresh = refresh ? await this.reconciler.check(id, 'api') : row;
    return this.present(fresh ?? row);
  }

  async events(id: string, principal: Principal): Promise<Page<SubscriptionEventAnswer>> {
    const row = await this.visible(id, principal);
    const items = (await this.subscriptions.events(row.id)).map(toSubscriptionEventAnswer);
    return { items, next_cursor: null };
  }

  /**
   * Ends it now, or lets it run to the end of the period that is paid. One that is over stays so.
   *
   * @throws ConflictError when it can't be ended now; VendorError when the vendor could not be asked
   */
  async cancel(
    id: string,
    atPeriodEnd: boolean,
    principal: Principal,
  ): Promise<SubscriptionAnswer> {
    const row = await this.confirmed(await this.visible(id, principal));
    if (row.status === 'cancelled') return this.present(row);
    if (!isSubscriptionOpen(row.status)) {
      throw new ConflictError(`This subscription is ${row.status}; there is nothing to cancel.`);
    }
    const port = this.vendors.portOf(row);
    if (!port.can('unsubscribe')) {
      throw new ConflictError(
        "This provider's connector has no operation unsubscribe; end it on the vendor's own pages.",
      );
    }
    const at = this.clock.now();
    const state = await this.ended(row, () =>
      runInScope({ reference: row.id }, () =>
        port.unsubscribe(toSubscriptionQuery(row), atPeriodEnd),
      ),
    );
    if (state === undefined) return this.get(id, false, principal);
    return this.present((await this.observer.observe(id, { source: 'api', state, at })).row);
  }

  /** Undefined when it was over at the vendor already and the row now says so. */
  private async ended<T>(row: SubscriptionRow, end: () => Promise<T>): Promise<T | undefined> {
    try {
      return await end();
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      if (error.kind !== 'not_found' && error.kind !== 'invalid_request') throw error;
      const now = await this.reconciler.check(row.id, 'api');
      if (now?.status === 'cancelled') return undefined;
      throw new ConflictError(`The vendor does not cancel this subscription now: ${error.message}`);
    }
  }

  /** Without the vendor's ids nothing can be ended there, so one in doubt is looked for first. */
  private async confirmed(row: SubscriptionRow): Promise<SubscriptionRow> {
    if (!isSubscriptionUnconfirmed(row.status)) return row;
    const now = (await this.reconciler.check(row.id, 'api')) ?? row;
    if (!isSubscriptionUnconfirmed(now.status)) return now;
    throw new ConflictError(
      'It is not known yet whether the vendor has this subscription; cancel it in a minute.',
    );
  }

  private present(row: SubscriptionRow): SubscriptionAnswer {
    return toSubscriptionAnswer(row, this.vendors.find(row.provider_id));
  }

  private async visible(id: string, principal: Principal): Promise<SubscriptionRow> {
    const row = await this.subscriptions.findById(id);
    if (!row || !(principal.propertyId === null || hasPropertyAccess(principal, row.property_id))) {
      throw new NotFoundError(
        `There is no subscription ${id}; GET /api/v1/payments/subscriptions lists them.`,
      );
    }
    return row;
  }
}
