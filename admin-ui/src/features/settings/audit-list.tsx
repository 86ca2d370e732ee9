import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { DataList } from '../../ui/data-list';
import { Moment } from '../../ui/moment';
import { Empty } from '../../ui/state-view';
import { auditQuery } from './settings.api';

export function AuditList(): ReactNode {
  const { t } = useTexts();
  const query = useInfiniteQuery(auditQuery());
  return (
    <DataList
      query={query}
      label={t('settings.audit')}
      empty={<Empty text={t('audit.empty')} />}
      columns={[
        { title: t('audit.what'), cell: (item) => item.action },
        { title: t('audit.who'), cell: (item) => item.actor.name, isOnCard: true },
        { title: t('audit.subject'), cell: (item) => item.subject.type },
        { title: t('audit.when'), cell: (item) => <Moment at={item.at} />, isOnCard: true },
      ]}
    />
  );
}
