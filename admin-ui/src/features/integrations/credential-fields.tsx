import {
  Anchor,
  List,
  PasswordInput,
  Popover,
  Stack,
  Text,
  Textarea,
  TextInput,
  VisuallyHidden,
} from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { problemOf } from './credential-form';
import type { CredentialField } from './integrations.api';

export interface SavedCredential {
  readonly set: boolean;
  readonly last4?: string;
}

/** The form for any vendor's credentials, out of the fields its connector names. */
export function CredentialFields({
  fields,
  valueOf,
  change,
  setup,
  saved = {},
  errors = {},
  isChecked = false,
}: {
  readonly fields: readonly CredentialField[];
  readonly valueOf: (field: CredentialField) => string;
  readonly change: (field: CredentialField, value: string) => void;
  /** Steps in the vendor's dashboard, shown with each field's own help. */
  readonly setup: readonly string[];
  /** What the hub already has; of a secret only its end. */
  readonly saved?: Readonly<Record<string, SavedCredential>>;
  /** Field → what the hub said about it. */
  readonly errors?: Readonly<Record<string, string>>;
  /** Empty fields are named too. */
  readonly isChecked?: boolean;
}): ReactNode {
  return (
    <Stack gap="md">
      {fields.map((field) => (
        <CredentialInput
          key={field.key}
          field={field}
          value={valueOf(field)}
          change={(value) => change(field, value)}
          setup={setup}
          saved={saved[field.key]}
          error={errors[field.key]}
          isChecked={isChecked}
        />
      ))}
    </Stack>
  );
}

interface InputProps {
  readonly field: CredentialField;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly setup: readonly string[];
  readonly saved: SavedCredential | undefined;
  readonly error: string | undefined;
  readonly isChecked: boolean;
}

function CredentialInput(props: InputProps): ReactNode {
  const { field, value, change, saved, setup } = props;
  const { t, pick } = useTexts();
  const error = useProblem(props);
  const isRight = value.trim() !== '' && error === undefined;
  const shared: Shared = {
    label: pick(field.label),
    withAsterisk: field.required && saved?.set !== true,
    value,
    onChange: ({ currentTarget }) => change(currentTarget.value),
    error,
    placeholder: saved?.set ? savedText(saved) : (field.placeholder ?? field.default),
    autoComplete: 'off',
    spellCheck: false,
    name: field.key,
    inputWrapperOrder: ['label', 'input', 'description', 'error'],
    description: isRight ? t('credentials.looks_right') : undefined,
  };
  return (
    <div>
      <FieldInput field={field} shared={shared} />
      {field.help && <WhereIsIt help={pick(field.help)} setup={setup} label={pick(field.label)} />}
    </div>
  );
}

interface Shared {
  readonly label: string;
  readonly withAsterisk: boolean;
  readonly value: string;
  readonly onChange: (event: { readonly currentTarget: { readonly value: string } }) => void;
  readonly error: string | undefined;
  readonly placeholder: string | undefined;
  readonly autoComplete: string;
  readonly spellCheck: boolean;
  readonly name: string;
  readonly inputWrapperOrder: ('label' | 'input' | 'description' | 'error')[];
  readonly description: string | undefined;
}

/** Mantine's inputs differ in their element only. */
function FieldInput({
  field,
  shared,
}: {
  readonly field: CredentialField;
  readonly shared: Shared;
}): ReactNode {
  const { t } = useTexts();
  if (field.multiline) {
    return <Textarea {...shared} autosize minRows={3} maxRows={8} />;
  }
  if (!field.secret) return <TextInput {...shared} />;
  return (
    <PasswordInput
      {...shared}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('credentials.show') }}
    />
  );
}

function useProblem({ field, value, saved, error, isChecked }: InputProps): string | undefined {
  const { t, pick } = useTexts();
  if (error !== undefined) return error;
  const problem = problemOf(field, value);
  if (problem === 'pattern') return t('credentials.pattern', { label: pick(field.label) });
  const isMissing = problem === 'required' && isChecked && saved?.set !== true;
  return isMissing ? t('credentials.required', { label: pick(field.label) }) : undefined;
}

const savedText = ({ last4 = '' }: SavedCredential): string => `••••••••${last4}`;

function WhereIsIt({
  help,
  setup,
  label,
}: {
  readonly help: string;
  readonly setup: readonly string[];
  readonly label: string;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Popover width={340} withArrow shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Anchor component="button" type="button" size="sm" mt={4}>
          {t('credentials.where')} <VisuallyHidden>{label}</VisuallyHidden>
        </Anchor>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 2rem)" tabIndex={-1} data-autofocus>
        <Stack gap="xs">
          <Text size="sm" fw={600}>
            {help}
          </Text>
          {setup.length > 0 && (
            <List type="ordered" size="sm" spacing={6}>
              {setup.map((step) => (
                <List.Item key={step}>{step}</List.Item>
              ))}
            </List>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
