/** Which texts say what an issue is about; pure. */
import type { TextKey } from '../../lib/i18n';
import { kindOf, textsOf } from '../../ui/vendor-error-texts';
import type { Issue } from './issues.api';

const OPERATIONS = ['create', 'status', 'cancel', 'refund', 'test'] as const;

/** What happened, in words. */
export function titleOf({ kind, cause }: Pick<Issue, 'kind' | 'cause'>): TextKey {
  if (kind === 'delivery') return 'issues.delivery.dead';
  if (kind === 'call') return textsOf(kindOf(cause)).what;
  return cause === 'rejected' ? 'issues.webhook.rejected' : 'issues.webhook.failed';
}

/** What the hub was doing; undefined where the title says it. */
export function operationOf({
  kind,
  operation,
}: Pick<Issue, 'kind' | 'operation'>): TextKey | undefined {
  if (kind !== 'call') return undefined;
  const known = OPERATIONS.find((one) => one === operation);
  return known ? `issues.operation.${known}` : 'issues.operation.other';
}

/** What to do about it; one step a line. */
export function nextOf({ kind, cause }: Pick<Issue, 'kind' | 'cause'>): TextKey {
  if (kind === 'delivery') return 'issues.next.delivery.dead';
  if (kind === 'call') return textsOf(kindOf(cause)).next;
  return cause === 'rejected' ? 'issues.next.webhook.rejected' : 'issues.next.webhook.failed';
}

export interface SubjectPlace {
  readonly label: TextKey;
  /** Where it can be looked at; undefined where there is no page for it. */
  readonly href?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function subjectPlace(
  { kind, integration_type: category }: Pick<Issue, 'kind' | 'integration_type'>,
  id: string,
): SubjectPlace {
  if (kind === 'webhook') return { label: 'issues.subject.webhook', href: '/webhooks?tab=in' };
  if (kind === 'delivery') return { label: 'issues.subject.delivery', href: '/webhooks?tab=dead' };
  if (category !== 'payment' || !UUID.test(id)) return { label: 'issues.subject.other' };
  return { label: 'issues.subject.payment', href: `/payments/${id}` };
}
