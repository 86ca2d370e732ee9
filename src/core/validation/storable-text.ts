/**
 * Finds text that a database can't keep: the zero byte and halves of surrogate pairs. Looked for in one place, as one
 * schema that forgets it makes an error page out of a typing mistake.
 *
 * @returns the path of the first such text; undefined where there is none
 */
export function unstorablePath(value: unknown): readonly string[] | undefined {
  // A list of what is left rather than recursion: a body may be nested deeper than the stack goes.
  const left: { readonly value: unknown; readonly path: Path | undefined }[] = [
    { value, path: undefined },
  ];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one.value === 'string') {
      if (!isStorable(one.value)) return textOf(one.path);
      continue;
    }
    if (typeof one.value !== 'object' || one.value === null || ArrayBuffer.isView(one.value)) {
      continue;
    }
    for (const [key, inner] of Object.entries(one.value)) {
      if (!isStorable(key)) return textOf(one.path);
      left.push({ value: inner, path: { key, above: one.path } });
    }
  }
  return undefined;
}

interface Path {
  readonly key: string;
  readonly above: Path | undefined;
}

const MAX_PARTS = 20;

function textOf(path: Path | undefined): string[] {
  const parts: string[] = [];
  for (let at = path; at !== undefined && parts.length < MAX_PARTS; at = at.above) {
    parts.unshift(at.key);
  }
  return parts;
}

function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
