import { Button, Collapse, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import { FilterControl } from './filter-control';
import type { FilterField, ListSearch } from './transaction-kind';
import type { SearchHandle } from './use-list-search';

/** A search field that is always there, and what else narrows the list, folded until it is needed. */
export function FilterBar({
  handle,
  searchField,
  filters,
}: {
  readonly handle: SearchHandle;
  readonly searchField: { readonly name: string; readonly label: string };
  readonly filters: readonly FilterField[];
}): ReactNode {
  const { t } = useTexts();
  const { search, change, clear } = handle;
  const set = filters.filter(({ name }) => search[name] !== undefined).length;
  const [isOpen, { toggle }] = useDisclosure(set > 0);
  const isNarrowed = set > 0 || search[searchField.name] !== undefined;
  return (
    <Stack gap="xs">
      <Group align="end" gap="xs">
        <SearchInput
          key={search[searchField.name] ?? ''}
          label={searchField.label}
          value={search[searchField.name]}
          change={(value) => change({ [searchField.name]: value })}
        />
        <Button variant="default" onClick={toggle} aria-expanded={isOpen}>
          {set > 0 ? t('filter.open.some', { count: set }) : t('filter.open')}
        </Button>
        {isNarrowed && (
          <Button variant="subtle" onClick={clear}>
            {t('action.clear_filter')}
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen}>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
          {filters.map((field) => (
            <FilterControl
              key={field.name}
              field={field}
              value={search[field.name]}
              change={(value) => change({ [field.name]: value } satisfies ListSearch)}
            />
          ))}
        </SimpleGrid>
      </Collapse>
    </Stack>
  );
}

function SearchInput({
  label,
  value,
  change,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly change: (value: string | undefined) => void;
}): ReactNode {
  const { t } = useTexts();
  const [typed, setTyped] = useState(value ?? '');
  const text = typed.trim();
  const isTooShort = text.length === 1;
  return (
    <form
      style={{ flex: '1 1 12rem' }}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isTooShort) change(text || undefined);
      }}
    >
      <TextInput
        type="search"
        label={label}
        value={typed}
        maxLength={100}
        description={isTooShort ? t('filter.too_short') : undefined}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={() => {
          if (!isTooShort && text !== (value ?? '')) change(text || undefined);
        }}
      />
    </form>
  );
}
