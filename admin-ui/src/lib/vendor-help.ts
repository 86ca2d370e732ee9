/** What a vendor's preset adds to the words about its failures: whom to call, what its codes mean. */
import { useQuery } from '@tanstack/react-query';
import type { VendorHelp } from '../ui/vendor-error';
import { type Preset, presetQuery } from './presets.api';
import { providersQuery } from './providers.api';

/** Of one provider; undefined while it loads and for a provider without a preset. */
export function useVendorHelp(providerId: string | undefined): VendorHelp | undefined {
  const { data: providers } = useQuery({ ...providersQuery, enabled: providerId !== undefined });
  const presetId = providers?.find(({ id }) => id === providerId)?.preset_id ?? null;
  const { data: preset } = useQuery({
    ...presetQuery(presetId ?? ''),
    enabled: presetId !== null,
  });
  return preset && helpOf(preset);
}

export function helpOf({ vendor, support, error_help: codes }: Preset): VendorHelp {
  return { vendor, codes, ...(support && { support }) };
}
