/** What the hub says about a form, in the reader's language: a preset's own sentences come in both. */
import { type Localized, type TextKey, useTexts } from '../../lib/i18n';
import type { Preset } from './integrations.api';
import type { TestOutcome } from './use-connection-test';

const CHECKS: Readonly<Record<string, TextKey>> = {
  reachable: 'check.reachable',
  credentials: 'check.credentials',
  test_transaction: 'check.test_transaction',
  test_transaction_cancelled: 'check.test_transaction_cancelled',
};
const FIELD = /^credentials\.(.+)$/;

/** A check by its name, or the field of the form that it is about. */
export function useCheckName(presets: readonly Preset[]): (name: string) => string {
  const { t, pick } = useTexts();
  return (name) => {
    const known = CHECKS[name];
    if (known) return t(known);
    const key = FIELD.exec(name)?.[1];
    const field = presets
      .flatMap(({ connector }) => connector.credentials)
      .find((candidate) => candidate.key === key);
    return field ? pick(field.label) : name;
  };
}

/** A rule's message comes in English; the preset has the same sentence in Indonesian. */
export function useRuleText(presets: readonly Preset[]): (message: string) => string {
  const { pick } = useTexts();
  const sentences: readonly Localized[] = presets.flatMap(({ connector }) =>
    connector.rules.map((rule) => rule.message),
  );
  return (message) => {
    const known = sentences.find(({ en }) => en === message);
    return known ? pick(known) : message;
  };
}

/** What stands beside each field after a test: the hub's refusals and its doubts. */
export function useFieldErrors(
  presets: readonly Preset[],
  outcomes: readonly TestOutcome[] | undefined,
): Record<string, string> {
  const textOf = useRuleText(presets);
  const said = (outcomes ?? []).flatMap(({ answer }) => [
    ...(answer.warnings ?? []).map(({ field, message }) => ({ name: field, message })),
    ...answer.checks.filter(({ ok }) => !ok),
  ]);
  return Object.fromEntries(
    said.flatMap(({ name, message }) => {
      const key = FIELD.exec(name)?.[1];
      return key === undefined ? [] : [[key, textOf(message)]];
    }),
  );
}
