/** The arithmetic of the benchmarks, and how figures are printed. */

/** Nearest-rank percentile of ascending values; NaN for none. */
export function percentile(sorted, percent) {
  if (sorted.length === 0) return Number.NaN;
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
}

/** Middle value; the mean of the two middle ones for an even count. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of each named figure over several runs. */
export function medians(runs, names) {
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
}

export const perSecond = (value) => `${Math.round(value).toLocaleString('en')}/s`;
export const ms = (value) => `${value.toFixed(2)} ms`;
export const times = (value) => `${value.toFixed(2)}x`;
export const percent = (value) => `${(value * 100).toFixed(1)} %`;

/** Columns as wide as their widest cell; the first is aligned left, the others right. */
export function table(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length)),
  );
  const line = (row) =>
    row
      .map((cell, i) =>
        i === 0 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]),
      )
      .join('  ');
  return [
    line(rows[0]),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.slice(1).map(line),
  ].join('\n');
}
