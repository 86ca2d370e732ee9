/** What a new hub still lacks, as a list to work off. Pure. */
import type { TextKey } from '../../lib/i18n';
import type { Overview } from './overview.api';

export interface FirstStep {
  readonly id: 'payment' | 'messages' | 'features' | 'webhook' | 'api_key';
  readonly href: string;
  readonly isDone: boolean;
}

const MESSAGES = ['whatsapp', 'sms', 'mail'];

/** A category that can not be connected yet is no step. */
export function firstStepsOf({ first_steps: has }: Overview): FirstStep[] {
  const isIn = (list: readonly string[]) => (category: string) => list.includes(category);
  const message = MESSAGES.find(isIn(has.installed));
  return [
    {
      id: 'payment',
      href: '/integrations/new?category=payment',
      isDone: has.connected.includes('payment'),
    },
    ...(message === undefined
      ? []
      : [
          {
            id: 'messages',
            href: `/integrations/new?category=${message}`,
            isDone: MESSAGES.some(isIn(has.connected)),
          } as const,
        ]),
    { id: 'features', href: '/features', isDone: has.has_features },
    { id: 'webhook', href: '/integrations', isDone: has.has_webhooks },
    { id: 'api_key', href: '/settings/keys', isDone: has.has_used_api_key },
  ];
}

export const stepTitle = (id: FirstStep['id']): TextKey => `overview.first.${id}`;
export const stepText = (id: FirstStep['id']): TextKey => `overview.first.${id}.text`;
