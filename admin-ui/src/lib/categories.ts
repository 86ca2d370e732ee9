import type { TextKey } from './i18n';

export const CATEGORIES = [
  'payment',
  'whatsapp',
  'sms',
  'mail',
  'ota',
  'door-lock',
  'coretax',
  'storage',
  'captcha',
] as const;
export type Category = (typeof CATEGORIES)[number];

export function isCategory(value: unknown): value is Category {
  return CATEGORIES.some((category) => category === value);
}

export const categoryName = (category: Category): TextKey => `category.${category}`;
export const categoryPromise = (category: Category): TextKey => `category.${category}.promise`;
