/** Why an address was switched off; the hub keeps a sentence, of which there are three kinds. */
import type { TextKey, Values } from '../../lib/i18n';

const KINDS: readonly (readonly [RegExp, TextKey])[] = [
  [/^switched off by (?<by>.+)$/, 'endpoint.off.by'],
  [/410 Gone$/, 'cause.gone'],
  [/^every delivery has failed/, 'endpoint.off.days'],
];

export function offReason(reason: string): readonly [TextKey, Values] | undefined {
  for (const [pattern, key] of KINDS) {
    const match = pattern.exec(reason);
    if (match) return [key, { by: match.groups?.['by'] ?? '' }];
  }
  return undefined;
}
