/** Checks what an owner typed into a credential form, before anything is sent with it. */
import type { FieldError } from '#core/errors/app-error.js';
import { Secret } from '#core/secret/secret.js';
import { credentialViews, type Credentials, type ProviderView } from './connector-context.js';
import type { Connector, CredentialField } from './definition.schemas.js';
import type { ExpressionEngine } from './expressions/expression-engine.js';
import { isWhole } from './linear-pattern.js';
import { holds } from './rendered-values.js';
import type { Localized } from './template.schemas.js';

export interface CredentialFinding {
  readonly field: string;
  readonly code: 'required' | 'pattern' | 'rule';
  /** A warning may be saved all the same. */
  readonly severity: 'error' | 'warning';
  readonly message: Localized;
}

/** Keys are pasted with blanks and line ends around them; inside they stay as they are. */
export function trimCredentials(credentials: Credentials): Credentials {
  const trimmed = Object.entries(credentials).map(([key, value]): [string, Secret | string] => [
    key,
    value instanceof Secret ? new Secret(value.reveal().trim()) : value.trim(),
  ]);
  return Object.fromEntries(trimmed);
}

/**
 * Everything wrong with the credentials as they would be saved (trimmed). Rules run only when every
 * field is right by itself, so that one mistake gives one message.
 */
export async function checkCredentials(
  engine: ExpressionEngine,
  connector: Connector,
  { provider, credentials }: { provider: ProviderView; credentials: Credentials },
): Promise<readonly CredentialFinding[]> {
  const { all } = credentialViews(connector, trimCredentials(credentials));
  const findings = connector.credentials.flatMap((field) =>
    checkField(field, all[field.key] ?? ''),
  );
  if (findings.length > 0) return findings;
  const input = { provider, credentials: all };
  const broken = [];
  for (const rule of connector.rules) {
    if (!(await holds(engine, rule.when, input))) continue;
    const { field, severity, message } = rule;
    broken.push({ field, code: 'rule' as const, severity, message });
  }
  return broken;
}

/** The errors among the findings, for an API answer in one language. */
export function toFieldErrors(
  findings: readonly CredentialFinding[],
  language: keyof Localized,
): readonly FieldError[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ field, code, message }) => ({
      field: `credentials.${field}`,
      code,
      message: message[language],
    }));
}

function checkField(field: CredentialField, value: string): readonly CredentialFinding[] {
  const finding = (code: 'required' | 'pattern', message: Localized): CredentialFinding[] => [
    { field: field.key, code, severity: 'error', message },
  ];
  if (value === '') {
    if (!field.required) return [];
    return finding('required', {
      id: `${field.label.id} wajib diisi.`,
      en: `${field.label.en} is required.`,
    });
  }
  if (field.pattern === undefined || isWhole(field.pattern, value)) return [];
  return finding('pattern', {
    id: `${field.label.id} tampaknya bukan nilai yang benar. Salin kembali seluruhnya dari dasbor vendor.`,
    en: `${field.label.en} does not look right. Copy the whole value from the vendor's dashboard again.`,
  });
}
