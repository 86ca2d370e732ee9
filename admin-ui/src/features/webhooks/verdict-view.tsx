import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { count } from '../../lib/format';
import { type TextKey, useTexts } from '../../lib/i18n';
import { Facts } from '../../ui/facts';
import { verdictOf } from '../../lib/webhook-verdict';
import type { WebhookDetail } from './webhooks.api';

const COLORS: Readonly<Record<WebhookDetail['status'], string>> = {
  received: 'blue',
  processing: 'blue',
  processed: 'teal',
  rejected: 'red',
  failed: 'red',
  duplicate: 'gray',
  ignored: 'gray',
};

/** Why the hub did with a webhook what it did, and what to do now. */
export function VerdictView({ log }: { readonly log: WebhookDetail }): ReactNode {
  const { t } = useTexts();
  const { what, next } = verdictOf(log);
  const [repeat] = log.repeats;
  return (
    <Alert color={COLORS[log.status]} variant="light" title={t(what)}>
      <Stack gap="xs">
        <Text size="sm">{t(next)}</Text>
        {repeat && (
          <Text size="sm">
            <Link to="/webhooks/in/$id" params={{ id: repeat.webhook_log_id }}>
              {t('webhooks.in.first')}
            </Link>
          </Text>
        )}
        {log.problem && <Problem problem={log.problem} />}
      </Stack>
    </Alert>
  );
}

function Problem({
  problem,
}: {
  readonly problem: NonNullable<WebhookDetail['problem']>;
}): ReactNode {
  const { t, language } = useTexts();
  const name = useParts();
  const { scheme, place, signed = [], missing = [], age_s, tolerance_s, body_bytes } = problem;
  const clock =
    age_s === undefined
      ? undefined
      : t('problem.clock', {
          age: count(age_s, language),
          tolerance: count(tolerance_s ?? 0, language),
        });
  const facts: (readonly [string, ReactNode] | undefined)[] = [
    scheme === undefined ? undefined : [t('problem.scheme'), schemeName(scheme)],
    place === undefined ? undefined : [t('problem.place'), name(place)],
    clock === undefined ? undefined : [t('problem.clock.title'), clock],
    body_bytes === undefined
      ? undefined
      : [t('problem.body'), t('problem.bytes', { count: count(body_bytes, language) })],
  ];
  return (
    <Stack gap="xs">
      <Parts head="problem.signed" parts={signed} />
      <Parts head="problem.missing" parts={missing} />
      <Facts facts={facts.filter((fact) => fact !== undefined)} />
    </Stack>
  );
}

function Parts({
  head,
  parts,
}: {
  readonly head: TextKey;
  readonly parts: readonly string[];
}): ReactNode {
  const { t } = useTexts();
  const name = useParts();
  if (parts.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h6">
        {t(head)}
      </Title>
      <List size="sm" type="unordered">
        {parts.map((part) => (
          <List.Item key={part}>{name(part)}</List.Item>
        ))}
      </List>
    </div>
  );
}

const WHOLE: Readonly<Record<string, TextKey>> = {
  raw: 'part.raw',
  body: 'part.raw',
  form: 'part.raw',
  path: 'part.path',
  url: 'part.url',
  query: 'part.url',
  method: 'part.method',
};
const FIELDS: Readonly<Record<string, TextKey>> = {
  headers: 'part.header',
  query: 'part.query',
  body: 'part.field',
  credentials: 'part.credential',
  provider: 'part.provider',
};

/** `headers.x-time` as people say it. */
function useParts(): (part: string) => string {
  const { t } = useTexts();
  return (part) => {
    const dot = part.indexOf('.');
    const key = dot < 0 ? WHOLE[part] : FIELDS[part.slice(0, dot)];
    return key === undefined ? part : t(key, { name: part.slice(dot + 1) });
  };
}

/** `hmac-sha256` is written in capitals everywhere else. */
function schemeName(scheme: string): string {
  return scheme.includes('_') ? scheme.replaceAll('_', ' ') : scheme.toUpperCase();
}
