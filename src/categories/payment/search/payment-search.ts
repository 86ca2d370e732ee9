import { Injectable } from '@nestjs/common';
import { maskPersonal } from '#core/privacy/personal-fields.js';
import type { SearchHit, SearchScope, SearchSource } from '#core/search/search-source.js';
import type { SearchTerm } from '#core/search/search-term.js';
import type { Customer } from '../payment.port.js';
import { type FoundPaymentRow, PaymentSearchRepository } from './payment-search.repository.js';

/** Payments by order id, guest, and the ids that we and the vendor gave them. */
@Injectable()
export class PaymentSearch implements SearchSource {
  readonly kind = 'payment';
  readonly scope = 'payments:read';

  constructor(private readonly repository: PaymentSearchRepository) {}

  async find(term: SearchTerm, scope: SearchScope): Promise<SearchHit[]> {
    const rows = await this.repository.payments(term, scope);
    return rows.map((row) => toHit(row, scope.showsGuests));
  }
}

function toHit(row: FoundPaymentRow, showsGuests: boolean): SearchHit {
  const customer = showsGuests ? row.customer : maskPersonal(row.customer, 'customer');
  return {
    id: row.id,
    title: row.order_id,
    detail: customer && guestLine(customer, row.match === 'guest'),
    match: row.match,
    // `created` lasts milliseconds and is shown as what it means: nobody knows yet.
    status: row.status === 'created' ? 'pending_confirmation' : row.status,
    amount: row.amount,
    currency: row.currency,
    at: row.created_at,
    parentId: null,
  };
}

/** The name; what the guest can be reached by only where that may be what was looked for. */
function guestLine(customer: Customer, isWanted: boolean): string | null {
  const name = [customer.first_name, customer.last_name].filter(isFilled).join(' ');
  const parts = isWanted ? [name, customer.phone, customer.email] : [name];
  return parts.filter(isFilled).join(' · ') || null;
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
