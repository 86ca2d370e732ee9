import type { ReactNode } from 'react';
import type { PlaceIcon as Name } from './navigation';

/** Strokes on a field of 24 by 24. */
const PATHS: Readonly<Record<Name | 'more', string>> = {
  overview: 'M4 11.5 12 5l8 6.5V19a1 1 0 0 1-1 1h-4v-5H9v5H5a1 1 0 0 1-1-1z',
  integrations: 'M9 4v5M15 4v5M7 9h10v3a5 5 0 0 1-10 0zM12 17v4',
  features: 'M5 6h6M5 12h14M5 18h9M15 4.5v3M9 10.5v3M17 16.5v3',
  transactions: 'M3.5 7h17v11h-17zM3.5 10.5h17M7 14.5h4',
  webhooks: 'M8 4v12M8 16l-3-3M8 16l3-3M16 20V8M16 8l-3 3M16 8l3 3',
  health: 'M3 12h4l2.5-6 4 12 2.5-6h5',
  settings:
    'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
};

/** Beside a word, never instead of one. */
export function PlaceIcon({
  name,
  size = 20,
}: {
  readonly name: keyof typeof PATHS;
  readonly size?: number;
}): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flexShrink: 0 }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
