/** Dragging things of one list to another place. Who uses no mouse gets the same by `OrderMenu`. */
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type CSSProperties, useEffect, useRef, useState } from 'react';

export interface Sortable {
  /** What the list is; things never leave it. */
  readonly list: string;
  readonly place: number;
  /** Absent for whoever only looks. */
  readonly move: ((from: number, to: number) => void) | undefined;
}

/** References for the thing and its handle, and how it looks right now. */
export function useSortable<H extends HTMLElement = HTMLButtonElement>({
  list,
  place,
  move,
}: Sortable) {
  const item = useRef<HTMLDivElement>(null);
  const handle = useRef<H>(null);
  const [isOver, setOver] = useState(false);
  const [isDragged, setDragged] = useState(false);
  useEffect(() => {
    const element = item.current;
    if (!element || !move) return undefined;
    return combine(
      draggable({
        element,
        dragHandle: handle.current ?? undefined,
        getInitialData: () => ({ list, place }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['list'] === list && source.data['place'] !== place,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false);
          move(Number(source.data['place']), place);
        },
      }),
    );
  }, [list, place, move]);
  const style: CSSProperties = {
    ...(isDragged && { opacity: 0.5 }),
    ...(isOver && { outline: '2px solid var(--mantine-primary-color-filled)' }),
  };
  return { item, handle, style };
}

/** The same things with one of them brought to another place; pure. */
export function moved<T>(things: readonly T[], from: number, to: number): T[] {
  const next = [...things];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
