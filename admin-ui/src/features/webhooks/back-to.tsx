import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { WebhookTab } from './webhook-search';

/** From a detail to the list it belongs to. */
export function BackTo({ tab }: { readonly tab: WebhookTab }): ReactNode {
  const { t } = useTexts();
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/webhooks" search={{ tab }} />}>
      ← {t(`webhooks.${tab}`)}
    </Anchor>
  );
}
