import { Button, Card, Code, List, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/i18n';
import { Dialog } from '../../ui/dialog';
import { Facts } from '../../ui/facts';
import { Section } from '../../ui/section';
import { QueryView, SkeletonLines } from '../../ui/state-view';
import { isUnderWay, type Rotation, rotationQuery } from './encryption.api';
import { RotationProgress } from './rotation-progress';
import { RotationStart } from './rotation-start';

const KIT = 'npx kunci recovery-kit --html --with-key > kit.html';
const EXPLAINED = ['what', 'running', 'keep', 'who'] as const;

/** The key that all stored secrets are sealed with, and how to change it. */
export function EncryptionSection(): ReactNode {
  const { t } = useTexts();
  const query = useQuery(rotationQuery);
  return (
    <Section title={t('settings.section.encryption')} intro={t('encryption.intro')}>
      <QueryView query={query} skeleton={<SkeletonLines lines={4} />}>
        {(rotation) => <KeyState rotation={rotation} />}
      </QueryView>
      <Card withBorder padding="md" maw={720}>
        <Stack gap="xs">
          <Title order={3} size="h4">
            {t('encryption.kit')}
          </Title>
          <Text size="sm">{t('encryption.kit.text')}</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {KIT}
          </Code>
          <Text size="sm">{t('encryption.kit.after')}</Text>
        </Stack>
      </Card>
    </Section>
  );
}

function KeyState({ rotation }: { readonly rotation: Rotation }): ReactNode {
  const { t } = useTexts();
  const [isStarting, { open, close }] = useDisclosure();
  return (
    <Stack gap="md">
      <Card withBorder padding="md" maw={720}>
        <Facts
          facts={[
            [t('encryption.fingerprint'), <Code key="id">{rotation.current_key_id}</Code>],
            [t('encryption.place'), t(`encryption.place.${rotation.key_place}`)],
            [t('encryption.processes'), rotation.processes.running],
          ]}
        />
      </Card>
      {rotation.state !== 'idle' && <RotationProgress rotation={rotation} />}
      {!isUnderWay(rotation.state) && (
        <Card withBorder padding="md" maw={720}>
          <Stack gap="sm" align="start">
            <Title order={3} size="h4">
              {t('encryption.rotate')}
            </Title>
            <List size="sm" spacing={4}>
              {EXPLAINED.map((part) => (
                <List.Item key={part}>{t(`encryption.explained.${part}`)}</List.Item>
              ))}
            </List>
            <Button onClick={open}>{t('encryption.rotate.open')}</Button>
          </Stack>
        </Card>
      )}
      <Dialog
        opened={isStarting}
        onClose={close}
        title={t('encryption.rotate.title', { key: rotation.current_key_id })}
        closeOnClickOutside={false}
      >
        {isStarting && <RotationStart place={rotation.key_place} done={close} />}
      </Dialog>
    </Stack>
  );
}
