import { Injectable } from '@nestjs/common';
import type { SearchHit, SearchScope, SearchSource } from '#core/search/search-source.js';
import type { SearchTerm } from '#core/search/search-term.js';
import { PaymentSearchRepository } from './payment-search.repository.js';

/** Refunds by the order they give back, and by their ids. */
@Injectable()
export class RefundSearch implements SearchSource {
  readonly kind = 'refund';
  readonly scope = 'payments:read';

  constructor(private readonly repository: PaymentSearchRepository) {}

  async find(term: SearchTerm, scope: SearchScope): Promise<SearchHit[]> {
    const rows = await this.repository.refunds(term, scope);
    return rows.map((row) => ({
      id: row.id,
      title: row.order_id,
      detail: row.gateway_refund_id,
      match: row.match,
      status: row.status === 'created' ? 'pending' : row.status,
      amount: row.amount,
      currency: row.currency,
      at: row.created_at,
      parentId: row.payment_id,
    }));
  }
}
