import { Alert, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type TextKey, useTexts } from '../../lib/i18n';
import { helpOf } from '../../lib/vendor-help';
import { VendorError } from '../../ui/vendor-error';
import type { Preset, TestAnswer } from './integrations.api';
import { useCheckName, useRuleText } from './test-words';

type CheckTexts = Readonly<Record<string, TextKey>>;

const PASSED: CheckTexts = {
  credentials: 'check.credentials.ok',
  test_transaction: 'check.test_transaction.ok',
  test_transaction_cancelled: 'check.test_transaction_cancelled.ok',
};
/** The vendor's own sentence stands in the explanation below. */
function failedText(name: string, kind: TestAnswer['kind']): TextKey | undefined {
  if (name === 'test_transaction') return 'check.test_transaction.failed';
  const isRefused = name === 'credentials' && kind === 'unauthorized';
  return isRefused ? 'check.credentials.refused' : undefined;
}

/** What a test found: each check, what a failure means, and the answer as it came. */
export function TestResult({
  answer,
  presets,
}: {
  readonly answer: TestAnswer;
  readonly presets: readonly Preset[];
}): ReactNode {
  const { t } = useTexts();
  const nameOf = useCheckName(presets);
  const textOf = useRuleText(presets);
  return (
    <Stack gap="sm">
      {answer.checks.map(({ name, ok, message }) => (
        <Check key={name} isOk={ok} name={nameOf(name)}>
          {checkText(name, ok) ?? textOf(message)}
        </Check>
      ))}
      {answer.identity !== undefined && (
        <Text size="sm">{t('test.identity', { identity: answer.identity })}</Text>
      )}
      {!answer.ok && <Explanation answer={answer} presets={presets} warnings={warnings(textOf)} />}
    </Stack>
  );

  function warnings(toText: (message: string) => string): string[] {
    return [...new Set((answer.warnings ?? []).map(({ message }) => toText(message)))];
  }

  function checkText(name: string, isOk: boolean): string | undefined {
    if (name === 'reachable' && isOk) return t('check.reachable.ok', { ms: answer.latency_ms });
    const text = isOk ? PASSED[name] : failedText(name, answer.kind);
    return text && t(text);
  }
}

function Check({
  isOk,
  name,
  children,
}: {
  readonly isOk: boolean;
  readonly name: string;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Group wrap="nowrap" align="start" gap="xs">
      <Text
        fw={700}
        c={isOk ? 'teal' : 'red'}
        role="img"
        aria-label={t(isOk ? 'check.passed' : 'check.failed')}
      >
        {isOk ? '✓' : '✗'}
      </Text>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {children}
        </Text>
      </div>
    </Group>
  );
}

/** What happened, the likely cause, what to do, whom to ask. */
function Explanation({
  answer,
  presets,
  warnings,
}: {
  readonly answer: TestAnswer;
  readonly presets: readonly Preset[];
  readonly warnings: readonly string[];
}): ReactNode {
  const { t } = useTexts();
  const isForm = answer.kind === undefined && answer.checks.some(({ name }) => name.includes('.'));
  if (answer.test_status === 'unverifiable') {
    return (
      <Alert variant="light" color="yellow" title={t('test.unverifiable')}>
        {t('test.unverifiable.text')}
      </Alert>
    );
  }
  if (isForm) {
    return (
      <Alert variant="light" color="red" title={t('test.form')}>
        {t('test.form.text')}
      </Alert>
    );
  }
  const [preset] = presets;
  return (
    <VendorError
      kind={answer.kind}
      code={answer.code}
      message={answer.message}
      causes={warnings}
      help={preset && helpOf(preset)}
      raw={answer}
    />
  );
}
