import type { ReactNode } from 'react';
import { dateTime } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useZone } from '../../lib/zone';

/** A moment written out, with the zone of the property: for details. */
export function ExactTime({ at }: { readonly at: string }): ReactNode {
  const { language } = useTexts();
  const zone = useZone();
  return <time dateTime={at}>{dateTime(at, zone, language)}</time>;
}
