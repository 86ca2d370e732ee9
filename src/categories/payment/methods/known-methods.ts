import type { Localized } from '#connectors/template.schemas.js';
import type { Connector } from '#connectors/definition.schemas.js';

/** How a page puts methods under headings. */
export const METHOD_GROUPS = [
  'card',
  'qr',
  'virtual_account',
  'e_wallet',
  'counter',
  'pay_later',
  'other',
] as const;
export type MethodGroup = (typeof METHOD_GROUPS)[number];

const same = (words: string): Localized => ({ id: words, en: words });
const account = (bank: string): Localized => ({
  id: `Virtual Account ${bank}`,
  en: `${bank} virtual account`,
});

/** Our own method names. A connector may use others and give each a label. */
const KNOWN_METHODS: Readonly<Record<string, { group: MethodGroup; label: Localized }>> = {
  card: { group: 'card', label: { id: 'Kartu kredit/debit', en: 'Credit or debit card' } },
  qris: { group: 'qr', label: same('QRIS') },
  bca_va: { group: 'virtual_account', label: account('BCA') },
  bni_va: { group: 'virtual_account', label: account('BNI') },
  bri_va: { group: 'virtual_account', label: account('BRI') },
  mandiri_va: { group: 'virtual_account', label: account('Mandiri') },
  permata_va: { group: 'virtual_account', label: account('Permata') },
  cimb_va: { group: 'virtual_account', label: account('CIMB Niaga') },
  bsi_va: { group: 'virtual_account', label: account('BSI') },
  gopay: { group: 'e_wallet', label: same('GoPay') },
  ovo: { group: 'e_wallet', label: same('OVO') },
  dana: { group: 'e_wallet', label: same('DANA') },
  shopeepay: { group: 'e_wallet', label: same('ShopeePay') },
  linkaja: { group: 'e_wallet', label: same('LinkAja') },
  alfamart: { group: 'counter', label: same('Alfamart') },
  indomaret: { group: 'counter', label: same('Indomaret') },
  akulaku: { group: 'pay_later', label: same('Akulaku PayLater') },
  kredivo: { group: 'pay_later', label: same('Kredivo') },
};

export function isKnownMethod(method: string): boolean {
  return Object.hasOwn(KNOWN_METHODS, method);
}

export function groupOf(method: string): MethodGroup {
  const known = isKnownMethod(method) ? KNOWN_METHODS[method]?.group : undefined;
  return known ?? (method.endsWith('_va') ? 'virtual_account' : 'other');
}

/** Where a method stands among others when nobody says: by group, ours first, then by name. Rows keep no order. */
export function compareMethods(a: string, b: string): number {
  return placeOf(a) - placeOf(b) || a.localeCompare(b);
}

function placeOf(method: string): number {
  const known = Object.keys(KNOWN_METHODS);
  const place = known.indexOf(method);
  return METHOD_GROUPS.indexOf(groupOf(method)) * 1_000 + (place < 0 ? known.length : place);
}

/** The connector's own words, else ours, else the name as it is. */
export function labelOf(method: string, connector?: Pick<Connector, 'methods'>): Localized {
  const ours = isKnownMethod(method) ? KNOWN_METHODS[method]?.label : undefined;
  return connector?.methods[method]?.label ?? ours ?? same(method);
}
