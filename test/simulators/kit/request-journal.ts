import type { IncomingHttpHeaders } from 'node:http';

export type Outcome =
  | 'pending'
  | 'answered'
  | 'injected'
  | 'hung'
  | 'cut_before'
  | 'cut_after'
  | 'hung_after'
  | 'garbled'
  | 'crashed';

interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  status: number | undefined;
  outcome: Outcome;
}

/** One request as shown to people: credentials masked, body parsed where it is JSON. */
export interface JournalEntry {
  readonly seq: number;
  readonly at: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number | null;
  readonly outcome: Outcome;
}

export interface JournalFilter {
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  /** Only requests whose path or body holds this text. */
  readonly text?: string | undefined;
  readonly limit?: number | undefined;
}

const CREDENTIAL_HEADERS =
  /^(authorization|cookie|x-api-key|api-key|x-callback-token|x-signature|signature)$/;

/**
 * The last requests, in a ring of fixed size; counts cover every request since the last clearing.
 * Recording stores references only and masks when read, because benchmarks run through it.
 */
export class RequestJournal {
  private ring: Entry[] = [];
  private counts = new Map<string, number>();
  private seq = 0;
  private readonly capacity: number;

  constructor(capacity = 5000) {
    this.capacity = capacity;
  }

  begin(request: Pick<Entry, 'operation' | 'method' | 'path' | 'headers' | 'raw'>): Entry {
    const seq = this.seq++;
    const entry: Entry = { seq, at: Date.now(), ...request, status: undefined, outcome: 'pending' };
    this.ring[seq % this.capacity] = entry;
    this.counts.set(entry.operation, (this.counts.get(entry.operation) ?? 0) + 1);
    return entry;
  }

  clear(): void {
    this.ring = [];
    this.counts.clear();
    this.seq = 0;
  }

  /** Requests seen for an operation, or in all. */
  count(operation?: string): number {
    if (operation !== undefined) return this.counts.get(operation) ?? 0;
    return this.seq;
  }

  countsByOperation(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Oldest first. */
  list(filter: JournalFilter = {}): JournalEntry[] {
    const limit = filter.limit ?? this.capacity;
    return this.ring
      .filter((entry) => fits(entry, filter))
      .sort((a, b) => a.seq - b.seq)
      .slice(-limit)
      .map(present);
  }
}

function fits(entry: Entry, filter: JournalFilter): boolean {
  if (filter.operation !== undefined && entry.operation !== filter.operation) return false;
  if (filter.method !== undefined && entry.method !== filter.method) return false;
  return (
    filter.text === undefined || entry.path.includes(filter.text) || entry.raw.includes(filter.text)
  );
}

function present(entry: Entry): JournalEntry {
  const headers = Object.entries(entry.headers).map(([name, value]) => [
    name,
    CREDENTIAL_HEADERS.test(name) ? '[masked]' : String(value),
  ]);
  return {
    seq: entry.seq,
    at: new Date(entry.at).toISOString(),
    operation: entry.operation,
    method: entry.method,
    path: entry.path,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: parsed(entry.raw),
    status: entry.status ?? null,
    outcome: entry.outcome,
  };
}

function parsed(raw: string): unknown {
  if (raw === '') return null;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw;
  }
}
