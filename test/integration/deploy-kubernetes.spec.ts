/** The manifests for Kubernetes. There is no cluster where the tests run: they are held to what the hub needs, as data. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { environmentSchema } from '#core/config/config.schemas.js';

const FOLDER = join(import.meta.dirname, '../../deploy/kubernetes');
const DRAIN_S = 30;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

const documents = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => loadAll(readFileSync(join(FOLDER, name), 'utf8')) as any[]);

const find = (kind: string, name: string): any =>
  documents.find((one) => one.kind === kind && one.metadata.name === name);
const deployments = ['kunci-api', 'kunci-worker'];
const podsOf = (name: string): any => find('Deployment', name).spec.template;
const hubOf = (name: string): any => podsOf(name).spec.containers[0];

/** Of the stable API groups, so that an old or invented one is noticed. */
const VERSIONS: Readonly<Record<string, string>> = {
  ConfigMap: 'v1',
  Service: 'v1',
  Job: 'batch/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
  Ingress: 'networking.k8s.io/v1',
};

describe('the manifests', () => {
  it('are of kinds and versions that Kubernetes has', () => {
    for (const one of documents) {
      expect([one.kind, one.apiVersion]).toEqual([one.kind, VERSIONS[one.kind]]);
    }
    expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(Object.keys(VERSIONS)));
  });

  it('hold settings that exist, and no secret', () => {
    const given = [
      ...Object.keys(find('ConfigMap', 'kunci').data),
      ...deployments.flatMap((name) => hubOf(name).env.map((one: { name: string }) => one.name)),
    ];
    expect(given.filter((name) => !(name in environmentSchema.shape))).toEqual([]);
    expect(given).not.toContain('KUNCI_MASTER_KEY');
    expect(given).not.toContain('DATABASE_URL');
  });

  it.each([
    ['kunci-api', 'api'],
    ['kunci-worker', 'worker'],
  ])('run %s in its role', (name, role) => {
    expect(hubOf(name).env).toContainEqual({ name: 'KUNCI_ROLE', value: role });
  });

  it.each(deployments)('let %s end what it has begun', (name) => {
    const pause = Number(hubOf(name).lifecycle?.preStop.sleep.seconds ?? 0);
    expect(podsOf(name).spec.terminationGracePeriodSeconds).toBeGreaterThan(DRAIN_S + pause);
  });

  it.each(deployments)('restart %s when it hangs, not when its database is away', (name) => {
    const { startupProbe, livenessProbe, readinessProbe, ports } = hubOf(name) as {
      startupProbe: Probe;
      livenessProbe: Probe;
      readinessProbe: Probe;
      ports: readonly { name: string }[];
    };
    expect(livenessProbe.httpGet.path).toBe('/health/live');
    expect(startupProbe.httpGet.path).toBe('/health/live');
    expect(readinessProbe.httpGet.path).toBe('/health/ready');
    const named = new Set(ports.map((port) => port.name));
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
      expect(named).toContain(probe.httpGet.port);
    }
  });

  it.each(deployments)('select the pods of %s and no others', (name) => {
    const { labels } = podsOf(name).metadata;
    expect(find('Deployment', name).spec.selector.matchLabels).toEqual(labels);
    expect(find('PodDisruptionBudget', name).spec.selector.matchLabels).toEqual(labels);
  });

  it('lead calls to the api alone', () => {
    const service = find('Service', 'kunci-api');
    expect(service.spec.selector).toEqual(podsOf('kunci-api').metadata.labels);
    const [rule] = find('Ingress', 'kunci').spec.rules;
    expect(rule.http.paths[0].backend.service.name).toBe(service.metadata.name);
    expect(find('HorizontalPodAutoscaler', 'kunci-api').spec.scaleTargetRef.name).toBe('kunci-api');
  });

  it('run hubs and migrations as nobody, on a file system that is closed', () => {
    const pods = [...deployments.map(podsOf), find('Job', 'kunci-migrate').spec.template];
    for (const pod of pods) {
      expect(pod.spec.securityContext.runAsNonRoot).toBe(true);
      expect(pod.spec.containers[0].securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
      });
    }
  });
});
