/**
 * Figures that live elsewhere, in the database or a queue, and are read when somebody scrapes. A scrape must never
 * hurt: each source has little time, is read once at a time, and not again for some seconds however many ask.
 */
import type { Sample } from './metric-table.js';

export interface ScrapeSource {
  readonly id: string;
  read(): Promise<readonly Sample[]>;
  /** In memory, so there is no reason to keep what was read. */
  readonly isCheap?: boolean;
}

interface Kept {
  readonly samples: readonly Sample[];
  readonly readAt: number;
}

interface State {
  readonly source: ScrapeSource;
  kept: Kept | undefined;
  reading: Promise<Kept> | undefined;
}

export interface ScrapeLimits {
  readonly timeoutMs: number;
  readonly keepMs: number;
  readonly now: () => number;
}

const LIMITS: ScrapeLimits = { timeoutMs: 1_000, keepMs: 5_000, now: () => performance.now() };

export class ScrapeSources {
  private readonly states: State[] = [];

  constructor(
    private readonly onTrouble: (source: string, error: unknown) => void,
    private readonly limits: ScrapeLimits = LIMITS,
  ) {}

  add(source: ScrapeSource): void {
    this.states.push({ source, kept: undefined, reading: undefined });
  }

  /** What all sources say; one that fails or is late is left out and has `kunci_scrape_source_up` 0. */
  async read(): Promise<Sample[]> {
    return (await Promise.all(this.states.map((state) => this.readOne(state)))).flat();
  }

  private async readOne(state: State): Promise<Sample[]> {
    const { id } = state.source;
    try {
      const { samples } = await inTime(this.fresh(state), this.limits.timeoutMs);
      return [...samples, upSample(id, 1)];
    } catch (error) {
      this.onTrouble(id, error);
      return [upSample(id, 0)];
    }
  }

  /** A read that is late goes on, and nobody begins another one meanwhile. */
  private fresh(state: State): Promise<Kept> {
    const { source, kept } = state;
    if (kept && !source.isCheap && this.limits.now() - kept.readAt < this.limits.keepMs) {
      return Promise.resolve(kept);
    }
    state.reading ??= this.readSource(state).finally(() => {
      state.reading = undefined;
    });
    return state.reading;
  }

  private async readSource(state: State): Promise<Kept> {
    const kept = { samples: await state.source.read(), readAt: this.limits.now() };
    state.kept = kept;
    return kept;
  }
}

function upSample(source: string, value: number): Sample {
  return { name: 'kunci_scrape_source_up', labels: { source }, value };
}

async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  // A rejection after its time was up is nobody's any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
