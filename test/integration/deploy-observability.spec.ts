/**
 * Dashboards, alert rules and the services around them, held against the metrics that there are. No container is
 * started here: files are parsed and checked, queries are looked through for names and labels.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { type MetricRule, METRICS } from '#monitoring/metrics/metric-table.js';
import { Metrics } from '#monitoring/metrics/metrics.js';

const ROOT = join(import.meta.dirname, '../..');
const HERE = join(ROOT, 'deploy/observability');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const yaml = (path: string): any => load(read(path), { schema: CORE_SCHEMA.withTags(mergeTag) });

const compose = yaml('docker-compose.yml');
const rules = yaml('deploy/observability/prometheus/alerts.yml');
const sources = yaml('deploy/observability/grafana/provisioning/datasources/datasources.yml');
const dashboards: any[] = readdirSync(join(HERE, 'grafana/dashboards')).map((name) =>
  JSON.parse(readFileSync(join(HERE, 'grafana/dashboards', name), 'utf8')),
);

/** Every query with the place it stands at. */
const queries: [string, string][] = [
  ...rules.groups.flatMap((group: any) =>
    group.rules.map((rule: any) => [`alert ${rule.alert}`, rule.expr]),
  ),
  ...dashboards.flatMap((dashboard) =>
    dashboard.panels.flatMap((panel: any) =>
      panel.targets.map((target: any) => [`${dashboard.uid}: ${panel.title}`, target.expr]),
    ),
  ),
];

const table: Readonly<Record<string, MetricRule>> = METRICS;

/** Without the endings of the series that a histogram consists of. */
function ruleOf(series: string): MetricRule | undefined {
  return table[series] ?? table[series.replace(/_(bucket|sum|count)$/, '')];
}

const RULES_SCHEMA = {
  type: 'object',
  required: ['groups'],
  additionalProperties: false,
  properties: {
    groups: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'rules'],
        additionalProperties: false,
        properties: {
          name: { type: 'string' },
          rules: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['alert', 'expr', 'labels', 'annotations'],
              additionalProperties: false,
              properties: {
                alert: { type: 'string', pattern: '^Kunci[A-Za-z]+$' },
                expr: { type: 'string', minLength: 1 },
                for: { type: 'string', pattern: '^[0-9]+[smh]$' },
                labels: {
                  type: 'object',
                  required: ['severity'],
                  additionalProperties: false,
                  properties: { severity: { enum: ['warning', 'critical'] } },
                },
                annotations: {
                  type: 'object',
                  required: ['summary'],
                  additionalProperties: { type: 'string' },
                },
              },
            },
          },
        },
      },
    },
  },
};

describe('alert rules and dashboards', () => {
  let runtime: Set<string>;
  beforeAll(async () => {
    const metrics = new Metrics(() => undefined);
    metrics.addRuntime();
    const text = await metrics.render();
    const described = [...text.matchAll(/^# TYPE ((?:nodejs|process)_\S+) (\S+)$/gm)];
    runtime = new Set(
      described.flatMap(([, name = '', type]) =>
        type === 'histogram' ? [name, `${name}_sum`, `${name}_count`, `${name}_bucket`] : [name],
      ),
    );
  });

  it.each(queries)('ask for metrics that there are (%s)', (_place, query) => {
    const ours = [...query.matchAll(/\bkunci_\w+/g)].map(([name]) => name);
    expect(ours.filter((name) => !ruleOf(name))).toEqual([]);
    const others = [...query.matchAll(/\b(?:nodejs|process)_\w+/g)].map(([name]) => name);
    expect(others.filter((name) => !runtime.has(name))).toEqual([]);
    expect(ours.length + others.length + (/\bup\{/.test(query) ? 1 : 0)).toBeGreaterThan(0);
  });

  it.each(queries)('choose by labels that their metrics have (%s)', (_place, query) => {
    const unknown = [...query.matchAll(/\b(kunci_\w+)\{([^}]*)\}/g)].flatMap(
      ([, name = '', selector = '']) => {
        const labels = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((m) => m[1] ?? '');
        return labels.filter((label) => !ruleOf(name)?.labels.includes(label));
      },
    );
    expect(unknown).toEqual([]);
  });

  it.each(queries)('close every bracket and quote (%s)', (_place, query) => {
    const bare = query.replaceAll(/"[^"]*"/g, '');
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(bare.split(open ?? '').length).toBe(bare.split(close ?? '').length);
    }
    expect(bare).not.toContain('"');
  });

  it('look at every metric that we count', () => {
    const asked = queries.flatMap(([, query]) => query.match(/\bkunci_\w+/g) ?? []);
    const rulesAsked = new Set(asked.map(ruleOf));
    expect(Object.entries(table).filter(([, rule]) => !rulesAsked.has(rule))).toEqual([]);
  });
});

describe('alert rules', () => {
  it('have the form that Prometheus reads', () => {
    const validate = new Ajv2019({ allErrors: true, logger: false }).compile(RULES_SCHEMA);
    validate(rules);
    expect(validate.errors ?? []).toEqual([]);
  });
});

describe('dashboards', () => {
  it('have an address of their own and panels in place', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
    for (const { panels } of dashboards) {
      expect(new Set(panels.map(({ id }: any) => id)).size).toBe(panels.length);
      for (const { gridPos } of panels as { gridPos: { x: number; w: number } }[]) {
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      }
    }
  });

  it('name data sources that are set up', () => {
    const known = sources.datasources.map(({ uid }: any) => uid);
    const used = dashboards.flatMap(({ panels }) =>
      panels.map((panel: any) => panel.datasource.uid),
    );
    expect(used.filter((uid) => !known.includes(uid))).toEqual([]);
  });
});

describe('the compose profile', () => {
  const services: Record<string, any> = Object.fromEntries(
    Object.entries<any>(compose.services).filter(([, service]) => service.profiles),
  );

  it('brings Prometheus, Grafana, Loki, Tempo, a collector and a reader of logs, each at one version', () => {
    expect(Object.keys(services).sort()).toEqual([
      'alloy',
      'grafana',
      'loki',
      'otel-collector',
      'prometheus',
      'tempo',
    ]);
    for (const { image, profiles } of Object.values(services)) {
      expect(profiles).toEqual(['observability']);
      expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
    }
  });

  it('mounts files that exist', () => {
    const mounted = Object.values(services)
      .flatMap(({ volumes }) => volumes as string[])
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((path) => path.startsWith('./'));
    expect(mounted.length).toBeGreaterThan(5);
    expect(mounted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('opens ports to this machine alone', () => {
    const ports = Object.values(services).flatMap(({ ports: list = [] }) => list as string[]);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('scrapes every process at the port that it is told', () => {
    const { scrape_configs: jobs } = yaml('deploy/observability/prometheus/prometheus.yml');
    const found = jobs.flatMap((job: any) =>
      job.dns_sd_configs.map(({ names, port }: any) => [names[0], String(port)]),
    );
    expect(found).toEqual(
      ['api', 'worker'].map((name) => [
        name,
        compose.services[name].environment.KUNCI_METRICS_PORT,
      ]),
    );
  });

  it('leads traces from the hub to where Grafana looks for them', () => {
    const collector = yaml('deploy/observability/otel-collector/collector.yml');
    const tempo = yaml('deploy/observability/tempo/tempo.yml');
    const source = sources.datasources.find(({ type }: any) => type === 'tempo');
    expect(collector.receivers.otlp.protocols.http.endpoint).toBe('0.0.0.0:4318');
    expect(collector.exporters.otlp.endpoint).toBe('tempo:4317');
    expect(tempo.distributor.receivers.otlp.protocols.grpc.endpoint).toBe('0.0.0.0:4317');
    expect(source.url).toBe(`http://tempo:${tempo.server.http_listen_port}`);
  });
});

describe('docs/metrics.md', () => {
  it('describes exactly the metrics that there are', () => {
    const rows = [...read('docs/metrics.md').matchAll(/^\| `(kunci_\w+)`\s*\|(.*)\|$/gm)];
    const described = rows.map(([, name, rest = '']) => [
      name,
      ...rest.split('|').map((cell) => cell.replaceAll('`', '').trim()),
    ]);
    expect(described).toEqual(
      Object.entries(METRICS).map(([name, { type, labels, help }]) => [
        name,
        type,
        labels.join(', ') || '–',
        help,
      ]),
    );
  });
});
