import { useProperty } from './property';

const DEFAULT_ZONE = 'Asia/Jakarta';

export { propertiesQuery } from './property';

/** The zone in which times are shown: that of the chosen property, else of the newest one. */
export function useZone(): string {
  const { property, properties } = useProperty();
  return (property ?? properties[0])?.time_zone ?? DEFAULT_ZONE;
}
