import { Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import type { Role } from '../../lib/session.api';
import { propertiesQuery } from '../../lib/zone';

const ROLES = ['owner', 'manager', 'viewer'] as const;

export interface Rights {
  readonly role: Role;
  readonly property_id: string | null;
}

/** What somebody may do and where; an owner owns all properties. */
export function RightsFields({
  rights,
  change,
  errorOf,
}: {
  readonly rights: Rights;
  readonly change: (rights: Rights) => void;
  readonly errorOf: (field: string) => string | undefined;
}): ReactNode {
  const { t } = useTexts();
  const properties = useQuery(propertiesQuery).data?.items ?? [];
  return (
    <>
      <Radio.Group
        label={t('users.role')}
        value={rights.role}
        error={errorOf('role')}
        onChange={(value) => {
          const role = ROLES.find((one) => one === value) ?? rights.role;
          change({ role, property_id: role === 'owner' ? null : rights.property_id });
        }}
      >
        <Stack gap="xs" mt={6}>
          {ROLES.map((role) => (
            <Radio
              key={role}
              value={role}
              label={t(`users.role.${role}`)}
              description={t(`users.role.${role}.about`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {properties.length > 1 && (
        <Select
          label={t('users.property')}
          description={rights.role === 'owner' ? t('users.property.owner') : undefined}
          placeholder={t('app.property.all')}
          disabled={rights.role === 'owner'}
          clearable
          data={properties.map(({ id, name }) => ({ value: id, label: name }))}
          value={rights.property_id}
          error={errorOf('property_id')}
          onChange={(property_id) => change({ ...rights, property_id })}
        />
      )}
    </>
  );
}
