/** Kinds of failure in a few words of both languages, for the sentences of alerts. */
import type { VendorErrorKind } from '#core/errors/vendor-error.js';
import type { AlertMessage } from '#monitoring/alerts/alert.types.js';

/** Null for a vendor's business answers, which are no failure. */
const WORDS: Readonly<Record<VendorErrorKind, AlertMessage | null>> &
  Readonly<Record<string, AlertMessage | null>> = {
  unavailable: { id: 'tidak dapat dihubungi', en: 'out of reach' },
  ambiguous: { id: 'tidak menjawab tepat waktu', en: 'no answer in time' },
  unauthorized: { id: 'kunci ditolak', en: 'credentials refused' },
  rate_limited: { id: 'terlalu banyak permintaan', en: 'too many requests' },
  invalid_request: null,
  declined: null,
  not_found: null,
  duplicate: null,
  breaker_open: { id: 'diputus sementara', en: 'paused by breaker' },
  paused: { id: 'dijeda operator', en: 'paused by an operator' },
  limited: { id: 'batas pemakaian tercapai', en: 'limit reached' },
  bug: { id: 'kesalahan hub', en: 'fault of the hub' },
};

/** `tidak menjawab tepat waktu 30, kunci ditolak 2`: the most frequent first. */
export function failuresInWords(errors: Readonly<Record<string, number>>): AlertMessage {
  const known = Object.entries(errors)
    .sort(([, a], [, b]) => b - a)
    .flatMap(([kind, count]) => {
      const words = kind in WORDS ? WORDS[kind] : { id: kind, en: kind };
      return words ? [{ id: `${words.id} ${count}`, en: `${words.en} ${count}` }] : [];
    });
  return {
    id: known.map(({ id }) => id).join(', '),
    en: known.map(({ en }) => en).join(', '),
  };
}
