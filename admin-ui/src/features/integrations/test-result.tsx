import { Alert, Code, Group, List, Spoiler, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { wordsFor } from './failure-words';
import type { Preset, TestAnswer } from './integrations.api';
import { useCheckName, useRuleText } from './test-words';

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
      {!answer.ok && <Explanation answer={answer} warnings={warnings(textOf)} />}
      <Spoiler maxHeight={0} showLabel={t('test.raw.show')} hideLabel={t('test.raw.hide')}>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {JSON.stringify(answer, null, 2)}
        </Code>
      </Spoiler>
    </Stack>
  );

  function warnings(toText: (message: string) => string): string[] {
    return [...new Set((answer.warnings ?? []).map(({ message }) => toText(message)))];
  }

  function checkText(name: string, isOk: boolean): string | undefined {
    if (name === 'reachable' && isOk) return t('check.reachable.ok', { ms: answer.latency_ms });
    if (name === 'credentials' && isOk) return t('check.credentials.ok');
    if (name === 'test_transaction' && isOk) return t('check.test_transaction.ok');
    return name === 'test_transaction_cancelled' && isOk
      ? t('check.test_transaction_cancelled.ok')
      : undefined;
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
  warnings,
}: {
  readonly answer: TestAnswer;
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
  const words = wordsFor(answer.kind);
  return (
    <Alert variant="light" color="red" title={t(words.what)}>
      <Stack gap="xs">
        {warnings.length > 0 && (
          <List size="sm">
            {warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        )}
        <Text size="sm">{t(words.next)}</Text>
        <Text size="sm">{t(words.who)}</Text>
      </Stack>
    </Alert>
  );
}
