/** Entries of the log at `error` and above that hold an error, for whoever passes them on. */
export interface ErrorEntry {
  readonly level: 'error' | 'fatal';
  readonly error: Error;
  /** The other facts of the entry. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

type Listener = (entry: ErrorEntry) => void;

const listeners = new Set<Listener>();

/** Hears of every such entry of this process; returns how to stop. */
export function onErrorEntry(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was logged may be an error that someone should look at. */
export function tellOfEntry(level: string, fields: ErrorEntry['fields'], sentence = ''): void {
  if (listeners.size === 0 || (level !== 'error' && level !== 'fatal')) return;
  const { err: error, ...rest } = fields;
  if (!(error instanceof Error)) return;
  for (const listener of listeners) listener({ level, error, fields: rest, sentence });
}
