import { useQueries } from '@tanstack/react-query';
import { type Preset } from './integrations.api';
import { presetQuery } from '../../lib/presets.api';

/** The picked presets, whole; undefined until all of them are there. */
export function usePresets(ids: readonly string[]): {
  readonly presets: readonly Preset[] | undefined;
  readonly error: Error | null;
} {
  const queries = useQueries({ queries: ids.map((id) => presetQuery(id)) });
  const presets = queries.flatMap(({ data }) => (data ? [data] : []));
  return {
    presets: presets.length === ids.length ? presets : undefined,
    error: queries.find(({ error }) => error)?.error ?? null,
  };
}
