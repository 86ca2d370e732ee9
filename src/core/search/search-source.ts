import { Injectable } from '@nestjs/common';
import type { SearchTerm } from './search-term.js';

/** By what something was found: the page names it beside the hit. */
export type SearchMatch = 'id' | 'order_id' | 'vendor_id' | 'guest' | 'name';

/** One thing that was found, with what matters about it. */
export interface SearchHit {
  readonly id: string;
  /** What people call it: an order id, a name. */
  readonly title: string;
  /** A second line: the guest, masked where the asker may not see guests; a vendor; a provider. */
  readonly detail: string | null;
  readonly match: SearchMatch;
  readonly status: string | null;
  /** Minor units of `currency`. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly at: Date | null;
  /** What it belongs to and is shown on the page of, such as the payment of a refund. */
  readonly parentId: string | null;
}

/** Who asks, and how much they want to see. */
export interface SearchScope {
  /** The only property whose things may be found; null for all. */
  readonly propertyId: string | null;
  /** False: guests are masked, and found only by what the asker knows in full. */
  readonly showsGuests: boolean;
  readonly limit: number;
}

/** One kind of thing that can be found, registered by the layer that owns it. Every look goes by an index. */
export interface SearchSource {
  /** `payment`, `provider`; the page has a heading and a link for each. */
  readonly kind: string;
  /** Who lacks it finds nothing of this kind. */
  readonly scope: string;
  /** The best `limit` hits; one more tells that there are others. */
  find(term: SearchTerm, scope: SearchScope): Promise<readonly SearchHit[]>;
}

/** All that can be found; each layer adds its own when it starts. */
@Injectable()
export class SearchSources {
  private readonly sources: SearchSource[] = [];

  register(source: SearchSource): void {
    this.sources.push(source);
  }

  get all(): readonly SearchSource[] {
    return this.sources;
  }
}
