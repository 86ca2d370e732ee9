import { ScrollArea, Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

/** Tabs in one row, which a phone pushes along; the one that is open is always in view. */
export function TabRow({
  active,
  tabs,
}: {
  readonly active: string;
  readonly tabs: readonly { readonly value: string; readonly label: string }[];
}): ReactNode {
  const viewport = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = viewport.current?.querySelector('[aria-selected="true"]');
    open?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [active]);
  return (
    <ScrollArea type="never" viewportRef={viewport}>
      <Tabs.List style={{ flexWrap: 'nowrap' }}>
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </ScrollArea>
  );
}
