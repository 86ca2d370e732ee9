import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Empty } from '../../ui/state-view';

/** A list of a provider that has nothing yet, or nothing for its filter, which can be taken away here. */
export function NoEntries({
  text,
  clear,
}: {
  /** What will be here. */
  readonly text: string;
  /** Absent where nothing is filtered. */
  readonly clear: (() => void) | undefined;
}): ReactNode {
  const { t } = useTexts();
  if (!clear) return <Empty text={text} />;
  return (
    <Empty
      text={t('list.no_result')}
      action={
        <Button variant="default" onClick={clear}>
          {t('action.clear_filter')}
        </Button>
      }
    />
  );
}
