import { Alert, Anchor, Box, Code, Group, List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ErrorHelp, Support } from '../../../src/providers/preset.schemas.js';
import { useTexts } from '../lib/i18n';
import { type FailureKind, kindOf, textsOf, usesSupport } from './vendor-error-texts';

/** What the vendor's preset knows; `useVendorHelp(providerId)` brings it. */
export interface VendorHelp {
  readonly vendor: string;
  readonly support?: Support;
  readonly codes?: readonly ErrorHelp[];
}

export interface VendorErrorProps {
  /** As the hub names it: `unauthorized`, `unavailable`, …, `breaker_open`; anything else is told in general. */
  readonly kind: string | null | undefined;
  /** The vendor's own code. */
  readonly code?: string | null | undefined;
  /** The vendor's sentence. */
  readonly message?: string | null | undefined;
  /** What is known of this very case, such as a key of the other environment; stands before the usual causes. */
  readonly causes?: readonly string[];
  readonly help?: VendorHelp | undefined;
  /** The whole answer, already masked by the hub; folded. */
  readonly raw?: unknown;
}

/** A vendor's failure in words: what happened, why perhaps, what to do, who to call. */
export function VendorError(props: VendorErrorProps): ReactNode {
  const { causes = [], message, code, raw } = props;
  const { t } = useTexts();
  const words = useFailureWords(props);
  return (
    <Alert color={words.isOurs ? 'yellow' : 'red'} variant="light" title={words.title}>
      <Stack gap="xs">
        {causes.map((cause) => (
          <Text key={cause} size="sm" fw={600}>
            {cause}
          </Text>
        ))}
        {causes.length === 0 && <Text size="sm">{words.why}</Text>}
        <Box>
          <Text size="sm" fw={600}>
            {t('failure.next')}
          </Text>
          <List
            type="ordered"
            size="sm"
            spacing={4}
            styles={{ itemWrapper: { display: 'inline' } }}
          >
            {words.next.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </Box>
        <Contact {...props} kind={words.kind} who={words.who} />
        <RawAnswer message={message} code={code} raw={raw} />
      </Stack>
    </Alert>
  );
}

/** The title alone, for a line of a list. */
export function useFailureTitle(): (
  failure: Pick<VendorErrorProps, 'kind' | 'code' | 'help'>,
) => string {
  const { t, pick } = useTexts();
  return ({ kind, code, help }) => {
    const title = explained(help, code)?.title;
    return title ? pick(title) : t(textsOf(kindOf(kind)).what);
  };
}

interface FailureWords {
  readonly kind: FailureKind;
  readonly isOurs: boolean;
  readonly title: string;
  readonly why: string;
  readonly next: readonly string[];
  readonly who: string;
}

/** What the preset says of the vendor's code goes before what is said of its kind. */
function useFailureWords({ kind, code, help }: VendorErrorProps): FailureWords {
  const { t, pick } = useTexts();
  const titleOf = useFailureTitle();
  const known = kindOf(kind);
  const texts = textsOf(known);
  const own = explained(help, code);
  const next = own?.next ? pick(own.next) : t(texts.next);
  return {
    kind: known,
    isOurs: known === 'paused' || known === 'limited' || known === 'breaker_open',
    title: titleOf({ kind, code, help }),
    why: own ? pick(own.why) : t(texts.why),
    next: next.split('\n'),
    who: t(texts.who),
  };
}

function explained(
  help: VendorHelp | undefined,
  code: string | null | undefined,
): ErrorHelp | undefined {
  if (code === null || code === undefined) return undefined;
  return help?.codes?.find(({ codes }) => codes.includes(code));
}

function Contact({
  kind,
  who,
  help,
}: Pick<VendorErrorProps, 'help'> & {
  readonly kind: FailureKind;
  readonly who: string;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Box>
      <Text size="sm" fw={600}>
        {t('failure.contact')}
      </Text>
      <Text size="sm">{who}</Text>
      {help?.support && usesSupport(kind) && (
        <SupportLinks vendor={help.vendor} support={help.support} />
      )}
    </Box>
  );
}

/** Phone, mail and help pages, each to be tapped. */
export function SupportLinks({
  vendor,
  support,
}: {
  readonly vendor: string;
  readonly support: Support;
}): ReactNode {
  const { t, pick } = useTexts();
  const { phone, email, url, hours } = support;
  return (
    <Group gap="md" mt={4} component="address" style={{ fontStyle: 'normal' }}>
      <Text size="sm" fw={500}>
        {t('failure.support', { vendor })}
      </Text>
      {phone !== undefined && (
        <Anchor
          size="sm"
          c="inherit"
          underline="always"
          href={`tel:${phone.replace(/[^+\d]/g, '')}`}
        >
          {t('failure.support.phone', { phone })}
        </Anchor>
      )}
      {email !== undefined && (
        <Anchor size="sm" c="inherit" underline="always" href={`mailto:${email}`}>
          {t('failure.support.email', { email })}
        </Anchor>
      )}
      {url !== undefined && (
        <Anchor
          size="sm"
          c="inherit"
          underline="always"
          href={url}
          target="_blank"
          rel="noreferrer"
        >
          {t('failure.support.url')}
        </Anchor>
      )}
      {hours && <Text size="sm">{pick(hours)}</Text>}
    </Group>
  );
}

function RawAnswer({
  message,
  code,
  raw,
}: Pick<VendorErrorProps, 'message' | 'code' | 'raw'>): ReactNode {
  const { t } = useTexts();
  if (isEmpty(message) && isEmpty(code) && raw === undefined) return null;
  return (
    <details>
      <Text component="summary" size="sm" style={{ cursor: 'pointer' }}>
        {t('failure.raw')}
      </Text>
      <Stack gap={4} mt={4}>
        {!isEmpty(message) && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('failure.said', { message })}
          </Text>
        )}
        {!isEmpty(code) && <Text size="sm">{t('failure.code', { code })}</Text>}
        {raw !== undefined && (
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {JSON.stringify(raw, null, 2)}
          </Code>
        )}
      </Stack>
    </details>
  );
}

const isEmpty = (text: string | null | undefined): text is '' | null | undefined =>
  text === undefined || text === null || text === '';
