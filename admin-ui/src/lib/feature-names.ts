import { type TextKey, useTexts } from './i18n';

/** Features that every hub knows; a PMS may make up further ones. */
const NAMES: Readonly<Record<string, TextKey>> = {
  'payment.page': 'feature.payment.page',
  'payment.embed': 'feature.payment.embed',
  'payment.qris': 'feature.payment.qris',
  'payment.virtual_account': 'feature.payment.virtual_account',
  'payment.card': 'feature.payment.card',
  'payment.e_wallet': 'feature.payment.e_wallet',
  'payment.subscription': 'feature.payment.subscription',
};

/** A feature in words; one that nobody described goes by its key. */
export function useFeatureName(): (key: string) => string {
  const { t } = useTexts();
  return (key) => {
    const name = NAMES[key];
    return name === undefined ? key : t(name);
  };
}
