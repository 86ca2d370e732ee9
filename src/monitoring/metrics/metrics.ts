import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import {
  type LabelsOf,
  type MetricName,
  type MetricRule,
  METRICS,
  type NameOf,
} from './metric-table.js';
import { ScrapeSources, type ScrapeSource } from './scrape-sources.js';

/** More label sets than this of one metric are counted together under `other`, so that a scrape stays small. */
const MAX_SERIES = 2_000;
const OTHER = 'other';
const SEPARATOR = '\u0000';

type Child = Counter.Internal | Histogram.Internal<string>;

interface Series {
  readonly metric: Counter | Histogram;
  readonly labels: readonly string[];
  readonly children: Map<string, Child>;
}

/** The figures of this process in the text format of Prometheus 0.0.4. */
export class Metrics {
  static readonly contentType: string = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private readonly series = new Map<string, Series>();
  private readonly gauges = new Map<string, Gauge>();
  private readonly sources: ScrapeSources;
  private rendering: Promise<string> | undefined;

  /** @param onTrouble hears of sources that could not be read */
  constructor(onTrouble: (source: string, error: unknown) => void) {
    for (const [name, rule] of Object.entries<MetricRule>(METRICS)) this.create(name, rule);
    this.sources = new ScrapeSources(onTrouble);
  }

  /** Figures of the runtime: CPU, memory, garbage collection, lag of the event loop. Once a process. */
  addRuntime(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  count<N extends NameOf<'counter'>>(name: N, labels: LabelsOf<N>): void {
    (this.child(name, labels) as Counter.Internal).inc();
  }

  /** @param seconds a duration */
  observe<N extends NameOf<'histogram'>>(name: N, labels: LabelsOf<N>, seconds: number): void {
    (this.child(name, labels) as Histogram.Internal<string>).observe(seconds);
  }

  /** Figures that are looked up when somebody asks. */
  addSource(source: ScrapeSource): void {
    this.sources.add(source);
  }

  /** Never throws for a source that fails; callers of the same moment share one answer. */
  render(): Promise<string> {
    this.rendering ??= this.renderOnce().finally(() => {
      this.rendering = undefined;
    });
    return this.rendering;
  }

  private async renderOnce(): Promise<string> {
    const samples = await this.sources.read();
    for (const gauge of this.gauges.values()) empty(gauge);
    for (const { name, labels, value } of samples) this.gauges.get(name)?.set({ ...labels }, value);
    return this.registry.metrics();
  }

  private create(name: string, { type, help, labels, buckets }: MetricRule): void {
    const base = { name, help, labelNames: [...labels], registers: [this.registry] };
    if (type === 'gauge') {
      this.gauges.set(name, new Gauge(base));
      return;
    }
    const metric =
      type === 'counter'
        ? new Counter(base)
        : new Histogram({ ...base, buckets: [...(buckets ?? [])] });
    this.series.set(name, { metric, labels, children: new Map() });
  }

  private child<N extends MetricName>(name: N, values: LabelsOf<N>): Child {
    const series = this.series.get(name);
    if (!series) throw new Error(`there is no counter or histogram ${name}`);
    const given: Readonly<Record<string, string>> = values;
    const key = series.labels.map((label) => given[label]).join(SEPARATOR);
    const known = series.children.get(key);
    if (known) return known;
    const isFull = series.children.size >= MAX_SERIES;
    const labels = isFull
      ? series.labels.map(() => OTHER)
      : series.labels.map((l) => given[l] ?? '');
    const child = series.metric.labels(...labels);
    if (!isFull) series.children.set(key, child);
    return child;
  }
}

/** What could not be read must be absent rather than old; without labels a reset alone would leave a 0. */
function empty(gauge: Gauge): void {
  gauge.reset();
  gauge.remove({});
}
