import { ActionIcon, Anchor, Badge, Group, NumberInput, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type DragEvent, type ReactNode, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import type { FeatureAnswer, FeatureChange } from '../../lib/providers.api';
import { moved } from './chain-order';

const DRAG_TYPE = 'text/x-kunci-chain';

/** One provider of a chain: its place, its weight, and how to move it by mouse or keyboard. */
export function ChainLink({
  feature,
  link,
  place,
  change,
}: {
  readonly feature: FeatureAnswer;
  readonly link: FeatureAnswer['chain'][number];
  readonly place: number;
  /** Absent for whoever only looks. */
  readonly change: ((change: Partial<FeatureChange>) => void) | undefined;
}): ReactNode {
  const { t } = useTexts();
  const ids = feature.chain.map(({ id }) => id);
  const reorder = (from: number, to: number): void => change?.({ chain: moved(ids, from, to) });
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    const [key, from] = event.dataTransfer.getData(DRAG_TYPE).split(' ');
    if (key === feature.feature_key && from !== undefined) reorder(Number(from), place);
  };
  return (
    <Group
      component="li"
      justify="space-between"
      gap="xs"
      draggable={change !== undefined && feature.chain.length > 1}
      onDragStart={(event) =>
        event.dataTransfer.setData(DRAG_TYPE, `${feature.feature_key} ${place}`)
      }
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <Group gap="xs" style={{ minWidth: 0 }}>
        <Badge variant={place === 0 ? 'light' : 'default'} tt="none" fw={500}>
          {place === 0 ? t('role.primary') : t('features.fallback', { place })}
        </Badge>
        <Anchor
          size="sm"
          c="inherit"
          style={{ overflowWrap: 'anywhere' }}
          renderRoot={(props) => (
            <Link {...props} to="/integrations/$providerId" params={{ providerId: link.id }} />
          )}
        >
          {link.name}
        </Anchor>
        {!link.is_active && (
          <Text size="sm" c="dimmed">
            {t('status.off')}
          </Text>
        )}
      </Group>
      <Group gap={4}>
        {feature.strategy === 'weighted' && (
          <Weight key={link.weight} feature={feature} link={link} change={change} />
        )}
        {change && (
          <>
            <Move
              label={t('order.up', { name: link.name })}
              sign="↑"
              move={place > 0 ? () => reorder(place, place - 1) : undefined}
            />
            <Move
              label={t('order.down', { name: link.name })}
              sign="↓"
              move={place < ids.length - 1 ? () => reorder(place, place + 1) : undefined}
            />
            <Move
              label={t('features.remove', { name: link.name })}
              sign="×"
              move={() => change({ chain: ids.filter((id) => id !== link.id) })}
            />
          </>
        )}
      </Group>
    </Group>
  );
}

function Move({
  label,
  sign,
  move,
}: {
  readonly label: string;
  readonly sign: string;
  readonly move: (() => void) | undefined;
}): ReactNode {
  return (
    <ActionIcon variant="default" size="lg" aria-label={label} disabled={!move} onClick={move}>
      <span aria-hidden="true">{sign}</span>
    </ActionIcon>
  );
}

function Weight({
  feature,
  link,
  change,
}: {
  readonly feature: FeatureAnswer;
  readonly link: FeatureAnswer['chain'][number];
  readonly change: ((change: Partial<FeatureChange>) => void) | undefined;
}): ReactNode {
  const { t } = useTexts();
  const [weight, setWeight] = useState(link.weight);
  const save = (): void => {
    if (weight === link.weight) return;
    const weights = feature.chain.map((other) => [
      other.id,
      other.id === link.id ? weight : other.weight,
    ]);
    change?.({ weights: Object.fromEntries(weights) as Record<string, number> });
  };
  return (
    <NumberInput
      aria-label={t('features.weight', { name: link.name })}
      value={weight}
      onChange={(value) => setWeight(typeof value === 'number' ? value : link.weight)}
      onBlur={save}
      onKeyDown={({ key }) => {
        if (key === 'Enter') save();
      }}
      min={1}
      max={1_000}
      allowDecimal={false}
      disabled={!change}
      w={84}
      size="sm"
    />
  );
}
