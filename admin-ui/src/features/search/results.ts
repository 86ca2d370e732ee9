/** What was found, as the list shows it: groups in a fixed order, each hit with its words and its page. Pure. */
import { money } from '../../lib/format';
import type { Language, TextKey, Values } from '../../lib/i18n';
import type { SearchAnswer } from '../../../../src/monitoring/search/search.schemas.js';
import type { SearchHit } from './search.api';

/** The order in which people look for things. Kinds that a page has no words for are left out. */
export const KINDS = ['page', 'payment', 'refund', 'webhook', 'provider', 'feature'] as const;
export type Kind = (typeof KINDS)[number];

export interface Result {
  /** Unique among all results. */
  readonly key: string;
  readonly href: string;
  readonly title: string;
  readonly detail: string;
  readonly status: string;
  readonly amount: string;
  readonly at: string | undefined;
}

export interface ResultGroup {
  readonly kind: Kind;
  readonly results: readonly Result[];
  readonly hasMore: boolean;
}

export interface Words {
  readonly t: (key: TextKey, values?: Values) => string;
  readonly language: Language;
  readonly featureName: (key: string) => string;
}

interface PageLink {
  readonly href: string;
  readonly title: string;
}

/** Pages first, as there are few of them and they are here at once. */
export function groupsOf(
  answer: SearchAnswer | undefined,
  pages: readonly PageLink[],
  words: Words,
): ResultGroup[] {
  const found = new Map(answer?.groups.map((group) => [group.kind, group]));
  return KINDS.flatMap((kind) => {
    const group = found.get(kind);
    const results =
      kind === 'page'
        ? pages.map(toPageResult)
        : (group?.items ?? []).map((hit) => toResult(kind, hit, words));
    return results.length === 0 ? [] : [{ kind, results, hasMore: group?.has_more ?? false }];
  });
}

/** Pages whose name holds what was typed. */
export function pagesFor(typed: string, pages: readonly PageLink[]): PageLink[] {
  const sought = typed.trim().toLowerCase();
  return pages.filter(({ title }) => title.toLowerCase().includes(sought));
}

const NOTHING = { detail: '', status: '', amount: '', at: undefined };

function toPageResult({ href, title }: PageLink): Result {
  return { key: `page:${href}`, href, title, ...NOTHING };
}

function toResult(kind: Exclude<Kind, 'page'>, hit: SearchHit, words: Words): Result {
  const { amount, currency } = hit;
  return {
    key: `${kind}:${hit.id}`,
    href: HREFS[kind](hit),
    title: kind === 'feature' ? words.featureName(hit.title) : hit.title,
    detail: detailOf(hit, words),
    status: hit.status === null ? '' : statusOf(kind, hit.status, words),
    amount: amount === null || currency === null ? '' : money(amount, currency, words.language),
    at: hit.at ?? undefined,
  };
}

const HREFS: Readonly<Record<Exclude<Kind, 'page'>, (hit: SearchHit) => string>> = {
  payment: ({ id }) => `/payments/${id}`,
  refund: ({ id, parent_id: payment }) => `/payments/${payment ?? id}`,
  webhook: ({ id }) => `/webhooks/in/${id}`,
  provider: ({ id }) => `/integrations/${id}`,
  feature: () => '/features',
};

const MATCHES: Readonly<Partial<Record<SearchHit['match'], TextKey>>> = {
  id: 'search.match.id',
  vendor_id: 'search.match.vendor_id',
};

/** What belongs to it, and by what it was found where that can not be seen. */
function detailOf({ detail, match }: SearchHit, { t }: Words): string {
  const why = MATCHES[match];
  return [detail, why && t(why)].filter(Boolean).join(' · ');
}

const STATUSES: Readonly<Record<Exclude<Kind, 'page'>, Readonly<Record<string, TextKey>>>> = {
  payment: {
    pending_confirmation: 'payment.status.pending_confirmation',
    pending: 'payment.status.pending',
    authorized: 'payment.status.authorized',
    paid: 'payment.status.paid',
    failed: 'payment.status.failed',
    expired: 'payment.status.expired',
    cancelled: 'payment.status.cancelled',
    paid_late: 'payment.status.paid_late',
    partially_refunded: 'payment.status.partially_refunded',
    refunded: 'payment.status.refunded',
  },
  refund: {
    pending: 'search.refund.pending',
    succeeded: 'search.refund.succeeded',
    failed: 'search.refund.failed',
  },
  webhook: {
    received: 'webhook.status.received',
    rejected: 'webhook.status.rejected',
    duplicate: 'webhook.status.duplicate',
    processing: 'webhook.status.processing',
    processed: 'webhook.status.processed',
    ignored: 'webhook.status.ignored',
    failed: 'webhook.status.failed',
  },
  provider: { active: 'search.provider.active', off: 'status.off' },
  feature: { mapped: 'search.feature.mapped', unmapped: 'search.feature.unmapped' },
};

function statusOf(kind: Exclude<Kind, 'page'>, status: string, { t }: Words): string {
  const key = STATUSES[kind][status];
  return key === undefined ? status : t(key);
}
