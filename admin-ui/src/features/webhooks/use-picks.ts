import { useState } from 'react';

export interface Picks {
  readonly picked: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly clear: () => void;
}

/** Rows of a list that somebody has ticked. */
export function usePicks(): Picks {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setPicked((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return { picked, toggle, clear: () => setPicked(new Set()) };
}
