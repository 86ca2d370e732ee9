import type { idSearch } from '../id/search';

export const enSearch: Readonly<Record<keyof typeof idSearch, string>> = {
  'search.hint': 'An order id, a guest’s name, phone or email, an id of a vendor, or a page.',
  'search.label': 'Search everywhere',
  'search.results': 'Search results',
  'search.none': 'Nothing matches "{query}".',
  'search.none.help':
    'Type how an order id begins, a guest’s name, or a whole phone number: 08…, 62… and +62… are the same.',
  'search.more': 'There is more; type a little further.',
  'search.count': '{count} results',
  'search.kind.page': 'Pages',
  'search.kind.payment': 'Payments',
  'search.kind.refund': 'Refunds',
  'search.kind.webhook': 'Incoming webhooks',
  'search.kind.provider': 'Providers',
  'search.kind.feature': 'Features',
  'search.match.id': 'id matches',
  'search.match.vendor_id': 'vendor id matches',
  'search.feature.mapped': 'Mapped',
  'search.feature.unmapped': 'Not mapped',
  'search.provider.active': 'In use',
  'search.refund.pending': 'In progress',
  'search.refund.succeeded': 'Done',
  'search.refund.failed': 'Failed',
};
