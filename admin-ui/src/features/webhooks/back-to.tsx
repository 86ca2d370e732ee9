import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';

/** From a detail to the list it belongs to. */
export function BackTo({ tab }: { readonly tab: 'in' | 'out' | 'deliveries' }): ReactNode {
  const { t } = useTexts();
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to="/webhooks" search={{ tab }} />}>
      ← {t(`webhooks.${tab}.back`)}
    </Anchor>
  );
}
