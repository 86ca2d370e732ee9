import type { ReactNode } from 'react';

/** A line without axes; a gap where there is no value. It repeats what stands in words beside it. */
export function Sparkline({
  values,
  width = 120,
  height = 20,
}: {
  readonly values: readonly (number | null)[];
  readonly width?: number;
  readonly height?: number;
}): ReactNode {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const points = values.map((value, place) =>
    value === null ? null : ([place * step, 2 + (1 - value) * (height - 4)] as const),
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
      focusable="false"
      preserveAspectRatio="none"
      style={{ maxWidth: '100%', display: 'block' }}
    >
      <path
        d={pathOf(points)}
        fill="none"
        stroke="var(--mantine-color-teal-6)"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

type Point = readonly [number, number] | null;

/** Lone points become a short dash, so that one hour with traffic can be seen too. */
function pathOf(points: readonly Point[]): string {
  return points
    .flatMap((point, place) => {
      if (point === null) return [];
      const isBegin = (points[place - 1] ?? null) === null;
      const isEnd = (points[place + 1] ?? null) === null;
      const [x, y] = point.map((value) => value.toFixed(1));
      const here = `${isBegin ? 'M' : 'L'}${x ?? 0} ${y ?? 0}`;
      return isBegin && isEnd ? [here, 'h2'] : [here];
    })
    .join(' ');
}
