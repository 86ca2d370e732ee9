import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { AUDIT_KINDS } from './audit-actions';
import { auditActorsQuery } from './audit.api';

/** What the address says about which entries are shown. */
export interface AuditSearch {
  readonly actor?: string;
  readonly kind?: string;
  readonly subject?: string;
  readonly action?: string;
  readonly from?: string;
  readonly to?: string;
}

export function AuditFilter({
  search,
  change,
}: {
  readonly search: AuditSearch;
  readonly change: (search: AuditSearch) => void;
}): ReactNode {
  const { t } = useTexts();
  const actors = useQuery(auditActorsQuery).data ?? [];
  const set = (field: keyof AuditSearch, value: string | null): void => {
    const rest = Object.fromEntries(Object.entries(search).filter(([name]) => name !== field));
    change(value === null || value === '' ? rest : { ...rest, [field]: value });
  };
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" role="search" aria-label={t('audit.filter')}>
      <Select
        label={t('audit.who')}
        placeholder={t('audit.everybody')}
        data={actors.map(({ id, name, type }) => ({
          value: id,
          label: type === 'system' ? t('audit.system.named', { name }) : name,
        }))}
        searchable
        clearable
        value={search.actor ?? null}
        onChange={(value) => set('actor', value)}
      />
      <Select
        label={t('audit.subject')}
        placeholder={t('audit.everything')}
        data={AUDIT_KINDS.map((kind) => ({ value: kind, label: t(`audit.kind.${kind}`) }))}
        clearable
        value={search.kind ?? null}
        onChange={(value) => set('kind', value)}
      />
      <TextInput
        type="date"
        label={t('audit.from')}
        value={search.from ?? ''}
        onChange={({ currentTarget: { value } }) => set('from', value)}
      />
      <TextInput
        type="date"
        label={t('audit.to')}
        value={search.to ?? ''}
        onChange={({ currentTarget: { value } }) => set('to', value)}
      />
    </SimpleGrid>
  );
}
