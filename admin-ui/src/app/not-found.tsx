import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/i18n';

export function NotFound(): ReactNode {
  const { t } = useTexts();
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center" gap="sm">
        <Title order={1} size="h2">
          {t('error.not_found.title')}
        </Title>
        <Text c="dimmed">{t('error.not_found.text')}</Text>
        <Button component={Link} to="/">
          {t('error.not_found.home')}
        </Button>
      </Stack>
    </Center>
  );
}
