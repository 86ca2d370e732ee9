/** What is known of vendors out of the presets: they change with the hub's version, not while somebody looks. */
import { queryOptions } from '@tanstack/react-query';
import type { Preset } from '../../../src/providers/preset.schemas.js';
import { getJson } from './api';

export type { Preset };

export const presetQuery = (presetId: string) =>
  queryOptions({
    queryKey: ['presets', 'one', presetId],
    queryFn: () => getJson<Preset>(`/api/v1/presets/${encodeURIComponent(presetId)}`),
    staleTime: 300_000,
  });
