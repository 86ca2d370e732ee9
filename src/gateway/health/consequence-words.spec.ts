import { describe, expect, it } from '@jest/globals';
import { consequencesInWords } from './consequence-words.js';

const CARD = { key: 'payment.card', name: { id: 'kartu', en: 'card' } };
const QRIS = { key: 'payment.qris', name: { id: 'QRIS', en: 'QRIS' }, by: 'Cadangan' };

describe('consequences in words', () => {
  it('name the features and who serves them, never their keys', () => {
    expect(consequencesInWords({ onFallback: [QRIS], stranded: [CARD] })).toEqual({
      id: ' Dialihkan: QRIS ke Cadangan. Tanpa cadangan: kartu.',
      en: ' Stepped in for: QRIS by Cadangan. Without a fallback: card.',
    });
  });

  it('name a feature of several properties once', () => {
    expect(consequencesInWords({ onFallback: [], stranded: [CARD, CARD] }).id).toBe(
      ' Tanpa cadangan: kartu.',
    );
  });

  it('say nothing where no feature depends on the provider', () => {
    expect(consequencesInWords({ onFallback: [], stranded: [] })).toEqual({ id: '', en: '' });
  });
});
