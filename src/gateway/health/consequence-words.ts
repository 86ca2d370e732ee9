/** What becomes of features whose provider is at rest, in both languages, for the sentences of alerts. */
import type { Localized } from '#connectors/template.schemas.js';
import type { AlertMessage } from '#monitoring/alerts/alert.types.js';

export interface NamedFeature {
  readonly key: string;
  readonly name: Localized;
}

export interface ServedBy extends NamedFeature {
  /** The name of who steps in. */
  readonly by: string;
}

export interface Consequences {
  readonly onFallback: readonly ServedBy[];
  readonly stranded: readonly NamedFeature[];
}

/** ` Dialihkan: QRIS ke Cadangan. Tanpa cadangan: kartu.`; empty where no feature depends on the provider. */
export function consequencesInWords({ onFallback, stranded }: Consequences): AlertMessage {
  const moved = listed(onFallback, {
    id: ({ name, by }) => `${name.id} ke ${by}`,
    en: ({ name, by }) => `${name.en} by ${by}`,
  });
  const unserved = listed(stranded, { id: ({ name }) => name.id, en: ({ name }) => name.en });
  return {
    id: part('Dialihkan', moved.id) + part('Tanpa cadangan', unserved.id),
    en: part('Stepped in for', moved.en) + part('Without a fallback', unserved.en),
  };
}

const part = (title: string, list: string): string => (list === '' ? '' : ` ${title}: ${list}.`);

/** Several properties may map the same feature; it is named once. */
function listed<F>(
  features: readonly F[],
  words: { readonly id: (feature: F) => string; readonly en: (feature: F) => string },
): AlertMessage {
  return {
    id: [...new Set(features.map(words.id))].join(', '),
    en: [...new Set(features.map(words.en))].join(', '),
  };
}
