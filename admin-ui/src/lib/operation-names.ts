import { useTexts } from './i18n';

const KNOWN = [
  'create',
  'status',
  'lookup',
  'cancel',
  'capture',
  'refund',
  'refund_status',
  'subscribe',
  'unsubscribe',
  'token',
  'test',
  'send',
] as const;

/** What a vendor was asked, in words; presets may name operations of their own, which stand as they are. */
export function useOperationName(): (operation: string) => string {
  const { t } = useTexts();
  return (operation) => {
    const known = KNOWN.find((name) => name === operation);
    return known === undefined ? operation.replaceAll('_', ' ') : t(`usage.operation.${known}`);
  };
}
