import { ActionIcon, Anchor, Badge, Flex, Group, NumberInput, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState } from 'react';
import { useTexts } from '../../lib/i18n';
import type { FeatureAnswer, FeatureChange } from '../../lib/providers.api';
import { moved, useSortable } from '../../ui/use-sortable';

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
  const ids = feature.chain.map(({ id }) => id);
  const reorder = useCallback(
    (from: number, to: number): void =>
      change?.({
        chain: moved(
          feature.chain.map(({ id }) => id),
          from,
          to,
        ),
      }),
    [change, feature],
  );
  const canMove = change !== undefined && ids.length > 1;
  const { item, handle, style } = useSortable<HTMLParagraphElement>({
    list: `${feature.feature_key} ${feature.property_id ?? ''}`,
    place,
    move: canMove ? reorder : undefined,
  });
  return (
    <Group
      ref={item}
      component="li"
      justify="space-between"
      gap="xs"
      wrap={feature.strategy === 'weighted' ? 'wrap' : 'nowrap'}
      style={{ borderRadius: 'var(--mantine-radius-md)', ...style }}
    >
      <Group gap="xs" style={{ minWidth: 0 }}>
        {canMove && (
          <Text
            ref={handle}
            c="dimmed"
            aria-hidden="true"
            visibleFrom="sm"
            style={{ cursor: 'grab' }}
          >
            ⠿
          </Text>
        )}
        <LinkName link={link} place={place} />
      </Group>
      <Group gap={4} ml="auto" wrap="nowrap" style={{ flexShrink: 0 }}>
        {feature.strategy === 'weighted' && (
          <Weight key={link.weight} feature={feature} link={link} change={change} />
        )}
        {change && (
          <LinkButtons
            name={link.name}
            isAlone={ids.length === 1}
            up={place > 0 ? () => reorder(place, place - 1) : undefined}
            down={place < ids.length - 1 ? () => reorder(place, place + 1) : undefined}
            remove={() => change({ chain: ids.filter((id) => id !== link.id) })}
          />
        )}
      </Group>
    </Group>
  );
}

function LinkName({
  link,
  place,
}: {
  readonly link: FeatureAnswer['chain'][number];
  readonly place: number;
}): ReactNode {
  const { t } = useTexts();
  return (
    <Flex
      direction={{ base: 'column', sm: 'row' }}
      align={{ base: 'start', sm: 'center' }}
      gap={{ base: 2, sm: 'xs' }}
      style={{ minWidth: 0 }}
    >
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
    </Flex>
  );
}

/** The same by keyboard and touch. */
function LinkButtons({
  name,
  isAlone,
  up,
  down,
  remove,
}: {
  readonly name: string;
  /** Nobody to change places with. */
  readonly isAlone: boolean;
  readonly up: (() => void) | undefined;
  readonly down: (() => void) | undefined;
  readonly remove: () => void;
}): ReactNode {
  const { t } = useTexts();
  return (
    <>
      {!isAlone && <Move label={t('order.up', { name })} sign="↑" move={up} />}
      {!isAlone && <Move label={t('order.down', { name })} sign="↓" move={down} />}
      <Move label={t('features.remove', { name })} sign="×" move={remove} />
    </>
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
