import { Badge } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AlertAnswer } from '../../../src/monitoring/alerts/alerts.schemas.js';
import { getJson } from '../lib/api';
import { useTexts } from '../lib/i18n';
import { type Page, withQuery } from '../lib/page-query';
import { useProperty } from '../lib/property';

/** More than a badge can show. */
const MOST = 10;

const countQuery = (property_id: string | undefined) =>
  queryOptions({
    queryKey: ['alerts', 'count', property_id],
    queryFn: () =>
      getJson<Page<AlertAnswer>>(
        withQuery('/api/v1/alerts', { status: 'open', limit: String(MOST), property_id }),
      ),
  });

/** How many alerts nobody has taken in hand yet; nothing where there are none. */
export function AlertCount(): ReactNode {
  const { t } = useTexts();
  const { id } = useProperty();
  const { data } = useQuery(countQuery(id));
  const count = data?.items.length ?? 0;
  if (count === 0) return null;
  const shown = count >= MOST ? `${MOST - 1}+` : String(count);
  return (
    <Badge
      color="red"
      size="sm"
      circle={shown.length === 1}
      aria-label={t('app.alerts', { count: shown })}
      role="status"
    >
      {shown}
    </Badge>
  );
}
