import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';

/** A link to a page of ours whose address is worked out; where it is written out, the router's `Link` checks it. */
export function HrefLink({
  href,
  onClick,
  children,
  ...props
}: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }): ReactNode {
  const router = useRouter();
  const open = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const isOwn = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!isOwn || event.defaultPrevented) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a {...props} href={href} onClick={open}>
      {children}
    </a>
  );
}
