import { Alert, Button, Card, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { ApiError } from '../../lib/api';
import { useTexts } from '../../lib/i18n';
import { Section } from '../../ui/section';
import { Failure } from '../../ui/state-view';
import { GuestFound } from './guest-found';
import { eraseGuest, type Guest } from './guests.api';

const FIELDS = ['email', 'phone', 'order_id'] as const;
type Form = Readonly<Record<(typeof FIELDS)[number], string>>;
const EMPTY: Form = { email: '', phone: '', order_id: '' };

/** What is held about one guest: found, handed out, erased (UU 27/2022). */
export function GuestsSection(): ReactNode {
  const { t } = useTexts();
  const [form, setForm] = useState(EMPTY);
  const [sought, setSought] = useState<Guest>({});
  const look = useMutation({
    mutationFn: (guest: Guest) =>
      eraseGuest({ ...guest, reason: t('guests.look.reason'), preview: true }),
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const guest = guestOf(form);
    setSought(guest);
    look.mutate(guest);
  };
  const errorOf = (field: string) =>
    look.error instanceof ApiError ? look.error.of(field) : undefined;
  return (
    <Section title={t('settings.section.guests')} intro={t('guests.intro')}>
      <Card withBorder padding="md" component="form" onSubmit={submit} maw={720}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            {FIELDS.map((field) => (
              <TextInput
                key={field}
                label={t(`guests.${field}`)}
                type={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'}
                value={form[field]}
                error={errorOf(field)}
                onChange={({ currentTarget: { value } }) => {
                  look.reset();
                  setForm({ ...form, [field]: value });
                }}
              />
            ))}
          </SimpleGrid>
          <Text size="xs" c="dimmed">
            {t('guests.help')}
          </Text>
          {look.error && FIELDS.every((field) => errorOf(field) === undefined) && (
            <Failure error={look.error} />
          )}
          <Group>
            <Button
              type="submit"
              loading={look.isPending}
              disabled={Object.keys(guestOf(form)).length === 0}
            >
              {t('guests.look')}
            </Button>
          </Group>
        </Stack>
      </Card>
      {look.data && <GuestFound key={look.data.id} guest={sought} begun={look.data} />}
      <Alert color="gray" variant="light" maw={720}>
        {t('guests.elsewhere')}
      </Alert>
    </Section>
  );
}

function guestOf(form: Form): Guest {
  return Object.fromEntries(
    FIELDS.map((field) => [field, form[field].trim()] as const).filter(([, value]) => value !== ''),
  );
}
