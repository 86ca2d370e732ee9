import { Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import type { Filter } from '../../lib/page-query';
import { useZone } from '../../lib/zone';
import { DataList } from '../../ui/data-list';
import { Dialog } from '../../ui/dialog';
import { Moment } from '../../ui/moment';
import { Section } from '../../ui/section';
import { Empty } from '../../ui/state-view';
import { AuditDetail } from './audit-detail';
import { AuditFilter, type AuditSearch } from './audit-filter';
import { useAuditSentence } from './audit-sentence';
import { type AuditEntry, auditFileOf, auditQuery } from './audit.api';
import { dayBegin } from './day-begin';

/** Who changed what, and when; nothing in it can be changed or deleted. */
export function AuditSection(): ReactNode {
  const { t } = useTexts();
  const search: AuditSearch = useSearch({ from: '/shell/settings/audit' });
  const navigate = useNavigate();
  const filter = useFilter(search);
  const query = useInfiniteQuery(auditQuery(filter));
  const sentenceOf = useAuditSentence();
  const [open, setOpen] = useState<AuditEntry>();
  const change = (next: AuditSearch): void =>
    void navigate({ to: '/settings/audit', search: next, replace: true });
  const isFiltered = Object.keys(search).length > 0;
  const clear = (
    <Button variant="default" onClick={() => change({})}>
      {t('action.clear_filter')}
    </Button>
  );
  return (
    <Section
      title={t('settings.section.audit')}
      intro={t('audit.intro')}
      action={
        <Button component="a" href={auditFileOf(filter)} download variant="default">
          {t('audit.export')}
        </Button>
      }
    >
      <AuditFilter search={search} change={change} />
      <DataList
        query={query}
        label={t('settings.section.audit')}
        onOpen={setOpen}
        empty={
          isFiltered ? (
            <Empty text={t('list.no_result')} action={clear} />
          ) : (
            <Empty text={t('audit.empty')} />
          )
        }
        columns={[
          {
            title: t('audit.what'),
            cell: (entry) => (
              <Text size="sm" fw={400} style={{ overflowWrap: 'anywhere' }}>
                {sentenceOf(entry)}
              </Text>
            ),
          },
          {
            title: t('audit.when'),
            align: 'right',
            isOnCard: true,
            cell: (entry) => <Moment at={entry.at} />,
          },
        ]}
      />
      {isFiltered && query.data && <Group>{clear}</Group>}
      <Dialog
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={t('audit.entry')}
        size="lg"
      >
        {open && <AuditDetail entry={open} />}
      </Dialog>
    </Section>
  );
}

/** Days of the address are days of the property; the last one counts whole. */
function useFilter(search: AuditSearch): Filter {
  const zone = useZone();
  return {
    actor_id: search.actor,
    subject_type: search.kind,
    subject_id: search.subject,
    action: search.action,
    from: search.from === undefined ? undefined : dayBegin(search.from, zone, 0),
    to: search.to === undefined ? undefined : dayBegin(search.to, zone, 1),
  };
}
