/** JSON with line breaks, also where it stands as text inside of JSON, as bodies in a summary do; the rest as it came. */
export function prettyText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  const opened = unpacked(value);
  return typeof opened === 'string' ? opened : JSON.stringify(opened, null, 2);
}

function unpacked(value: unknown): unknown {
  if (typeof value === 'string') return parsed(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      key === 'body' ? unpacked(inner) : inner,
    ]),
  );
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
