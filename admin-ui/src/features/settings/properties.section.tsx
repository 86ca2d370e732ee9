import { Button, Card, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { timeOfDay } from '../../lib/format';
import { useTexts } from '../../lib/i18n';
import { useIsOwner } from '../../lib/permissions';
import { propertiesQuery } from '../../lib/zone';
import { Dialog } from '../../ui/dialog';
import { Section } from '../../ui/section';
import { Empty, Failure, QueryView, SkeletonLines } from '../../ui/state-view';
import {
  changeProperty,
  createProperty,
  type PropertyAnswer,
  type PropertyForm as Form,
} from './settings.api';
import { useZoneName, useZones } from './time-zones';

const NEW: Form = { name: '', time_zone: 'Asia/Jakarta' };

/** The hotels of this hub: what they are called and which clock they go by. */
export function PropertiesSection(): ReactNode {
  const { t } = useTexts();
  const isOwner = useIsOwner();
  const query = useQuery(propertiesQuery);
  const [isAdding, { open, close }] = useDisclosure();
  const add = isOwner && <Button onClick={open}>{t('property.new')}</Button>;
  return (
    <Section title={t('settings.section.property')} intro={t('property.intro')} action={add}>
      <QueryView query={query} skeleton={<SkeletonLines lines={2} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty text={t('property.empty')} action={add} />
          ) : (
            <Stack gap="sm">
              {items.map((property) => (
                <PropertyCard key={property.id} property={property} canChange={isOwner} />
              ))}
            </Stack>
          )
        }
      </QueryView>
      {!isOwner && (
        <Text size="sm" c="dimmed">
          {t('property.owner_only')}
        </Text>
      )}
      <Dialog opened={isAdding} onClose={close} title={t('property.new')}>
        {isAdding && <PropertyForm known={NEW} save={createProperty} done={close} />}
      </Dialog>
    </Section>
  );
}

function PropertyCard({
  property,
  canChange,
}: {
  readonly property: PropertyAnswer;
  readonly canChange: boolean;
}): ReactNode {
  const { t, language } = useTexts();
  const [isOpen, { open, close }] = useDisclosure();
  const zone = useZoneName(property.time_zone);
  return (
    <Card withBorder padding="md" component="article" aria-label={property.name}>
      <Group justify="space-between" align="start" gap="sm">
        <Stack gap={2}>
          <Text fw={600}>{property.name}</Text>
          <Text size="sm">{zone}</Text>
          <Text size="sm" c="dimmed">
            {t('property.now', { time: timeOfDay(new Date(), property.time_zone, language) })}
          </Text>
        </Stack>
        {canChange && (
          <Button
            variant="default"
            size="xs"
            onClick={open}
            aria-label={t('property.change.named', { name: property.name })}
          >
            {t('property.change')}
          </Button>
        )}
      </Group>
      <Dialog
        opened={isOpen}
        onClose={close}
        title={t('property.change.named', { name: property.name })}
      >
        {isOpen && (
          <PropertyForm
            known={property}
            save={(form) => changeProperty(property.id, form)}
            done={close}
          />
        )}
      </Dialog>
    </Card>
  );
}

function PropertyForm({
  known,
  save,
  done,
}: {
  readonly known: Form;
  readonly save: (form: Form) => Promise<PropertyAnswer>;
  readonly done: () => void;
}): ReactNode {
  const { t } = useTexts();
  const queries = useQueryClient();
  const zones = useZones(known.time_zone);
  const [form, setForm] = useState<Form>({ name: known.name, time_zone: known.time_zone });
  const saving = useMutation({
    mutationFn: () => save(form),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['properties'] });
      done();
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    saving.mutate();
  };
  const { error } = saving;
  const isMoved = known.name !== '' && form.time_zone !== known.time_zone;
  return (
    <Stack component="form" onSubmit={submit}>
      <TextInput
        label={t('property.name')}
        required
        maxLength={200}
        value={form.name}
        error={error instanceof ApiError ? error.of('name') : undefined}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, name: value })}
        data-autofocus
      />
      <Select
        label={t('property.zone')}
        description={t('property.zone.help')}
        data={zones}
        searchable
        allowDeselect={false}
        value={form.time_zone}
        onChange={(zone) => setForm({ ...form, time_zone: zone ?? form.time_zone })}
      />
      {isMoved && <Text size="sm">{t('property.zone.moved')}</Text>}
      {error && <Failure error={error} />}
      <Group justify="end">
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" loading={saving.isPending} disabled={form.name.trim() === ''}>
          {t('action.save')}
        </Button>
      </Group>
    </Stack>
  );
}
