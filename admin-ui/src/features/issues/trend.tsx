import type { ReactNode } from 'react';

const [WIDTH, HEIGHT, GAP] = [120, 28, 1];

/** Failures of each hour as small bars; what they add up to stands in words beside it. */
export function Trend({ counts }: { readonly counts: readonly number[] }): ReactNode {
  const most = Math.max(1, ...counts);
  const step = WIDTH / Math.max(1, counts.length);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      focusable="false"
      style={{ maxWidth: '100%', display: 'block' }}
    >
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT - 0.5}
        y2={HEIGHT - 0.5}
        stroke="var(--mantine-color-default-border)"
      />
      {counts.map((count, place) => {
        const height = count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 2));
        return (
          <rect
            key={place}
            x={place * step}
            y={HEIGHT - height}
            width={step - GAP}
            height={height}
            fill="var(--mantine-color-red-6)"
          />
        );
      })}
    </svg>
  );
}
