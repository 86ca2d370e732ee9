import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';

type OfAnchor<P> = P & Omit<ComponentProps<'a'>, keyof P>;

/** Look like the parts of the kit, lead like links: known places, with what stands after the `?` checked. */
export const ButtonLink = createLink(function ButtonAnchor(
  props: OfAnchor<ButtonProps>,
): ReactNode {
  return <Button component="a" {...props} />;
});

export const AnchorLink = createLink(function TextAnchor(props: OfAnchor<AnchorProps>): ReactNode {
  return <Anchor {...props} />;
});
