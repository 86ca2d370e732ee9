import { createTheme } from '@mantine/core';

/** Mantine's defaults, tightened: calm and dense enough to work in. */
export const theme = createTheme({
  primaryColor: 'teal',
  // Dark enough for white text on it, WCAG AA.
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  autoContrast: true,
});
