import { Avatar } from '@mantine/core';
import type { ReactNode } from 'react';

const COLORS = ['teal', 'cyan', 'blue', 'indigo', 'violet', 'grape', 'pink', 'orange', 'green'];

/** Initials on a colour that comes from the id: no trademark is shipped. */
export function VendorTile({
  id,
  name,
  size = 40,
}: {
  readonly id: string;
  readonly name: string;
  readonly size?: number;
}): ReactNode {
  return (
    <Avatar color={colorOf(id)} radius="md" size={size} variant="light" aria-hidden="true">
      {initialsOf(name)}
    </Avatar>
  );
}

function colorOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return COLORS[sum % COLORS.length] ?? 'teal';
}

function initialsOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => word !== '');
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => word[0]) : [name.slice(0, 2)];
  return letters.join('').toUpperCase();
}
