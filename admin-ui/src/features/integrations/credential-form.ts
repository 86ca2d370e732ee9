/** What a form of credentials asks for, and whether what was typed can be right; pure. */
import type { CredentialField, Preset } from './integrations.api';

/** The fields of several formats of one vendor, each asked for once; required where one of them needs it. */
export function fieldsOf(presets: readonly Preset[]): CredentialField[] {
  const fields = new Map<string, CredentialField>();
  for (const field of presets.flatMap(({ connector }) => connector.credentials)) {
    const known = fields.get(field.key);
    fields.set(field.key, {
      ...field,
      ...known,
      required: field.required || (known?.required ?? false),
    });
  }
  return [...fields.values()].sort((a, b) => Number(b.required) - Number(a.required));
}

/** `pattern` and `required` as the hub checks them; undefined while nothing is wrong. */
export function problemOf(
  field: CredentialField,
  value: string,
): 'required' | 'pattern' | undefined {
  const trimmed = value.trim();
  if (trimmed === '') return field.required ? 'required' : undefined;
  return fits(field.pattern, trimmed) ? undefined : 'pattern';
}

export function fits(pattern: string | undefined, value: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    // The hub's own engine knows forms that a browser does not; it decides.
    return true;
  }
}
