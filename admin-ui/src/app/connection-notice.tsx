import { Alert } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';

/** Says that what is on the screen may be old, as long as the hub can not be heard. */
export function ConnectionNotice({ isConnected }: { readonly isConnected: boolean }): ReactNode {
  const { t } = useTexts();
  const { online } = useNetwork();
  if (online && isConnected) return <div role="status" />;
  return (
    <Alert color="yellow" variant="light" role="status" mb="md" p="sm">
      {t(online ? 'app.hub_lost' : 'app.offline')}
    </Alert>
  );
}
