import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../lib/i18n';
import { eventTypesQuery } from './webhooks.api';

const SUBJECTS = [
  'alert',
  'folio',
  'payment',
  'provider',
  'reservation',
  'room',
  'subscription',
  'webhook',
  'webhook_endpoint',
] as const;

/** An event as the catalogue describes it, to stand in a line; what only the PMS publishes goes by its name. */
export function useEventWords(): (event: string) => string {
  const { pick } = useTexts();
  const { data } = useQuery(eventTypesQuery);
  return (event) => {
    const kind = data?.find((one) => one.event === event);
    return kind ? pick(kind.description).replace(/\.$/, '') : event;
  };
}

/** What a group of events is about. */
export function useSubjectName(): (subject: string) => string {
  const { t } = useTexts();
  return (subject) => {
    const known = SUBJECTS.find((one) => one === subject);
    return known === undefined ? subject : t(`events.subject.${known}`);
  };
}
