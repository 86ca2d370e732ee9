import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const KEY = `base64:${Buffer.alloc(32, 1).toString('base64')}`;
const DATABASE = 'postgres://kunci:pw@db:5432/kunci';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('needs no setting at all', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 3000, role: 'all', publicUrl: 'http://localhost:3000' });
    expect(config.database.kind).toBe('embedded');
  });

  it('takes an empty variable for an absent one', () => {
    expect(readConfig({ DATABASE_URL: '', KUNCI_ROLE: '', PORT: '' }).port).toBe(3000);
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['KUNCI_ROLE', 'boss'],
    ['KUNCI_PUBLIC_URL', 'my-hub:3000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_POOL', '1'],
    ['REDIS_URL', 'localhost:6379'],
    ['KUNCI_MASTER_KEY', 'base64:short'],
    ['KUNCI_MASTER_KEY_PREVIOUS', 'no-key'],
    ['KUNCI_BOOTSTRAP_EMAIL', 'me'],
    ['KUNCI_BOOTSTRAP_PASSWORD', 'short'],
    ['KUNCI_BOOTSTRAP_API_KEY', 'short'],
    ['KUNCI_BOOTSTRAP_API_KEY', 'thirty-two characters, but blanks'],
    ['KUNCI_EGRESS_ALLOW', '10.0.0.0/99'],
    ['KUNCI_TRUST_PROXY', 'the proxy'],
    ['KUNCI_LOG_LEVEL', 'loud'],
    ['KUNCI_METRICS_PORT', 'many'],
    ['KUNCI_METRICS_TOKEN', 'short'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'my-collector'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no-value'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['SENTRY_DSN', 'https://sentry.example/1'],
  ])('names %s when it is %s, says what is expected, and does not repeat it', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name}: expected `))]);
    expect(problems[0]).not.toContain(value);
  });

  it('names every variable that is wrong at once', () => {
    expect(problemsOf({ PORT: 'x', KUNCI_ROLE: 'y' })).toHaveLength(2);
  });

  it.each([
    ['KUNCI_MASTER_KEY', { DATABASE_URL: DATABASE }],
    ['KUNCI_MASTER_KEY', { KUNCI_MASTER_KEY_PREVIOUS: KEY }],
    ['KUNCI_BOOTSTRAP_PASSWORD', { KUNCI_BOOTSTRAP_EMAIL: 'owner@hotel.example' }],
    ['KUNCI_BOOTSTRAP_EMAIL', { KUNCI_BOOTSTRAP_PASSWORD: 'a long password' }],
  ])('asks for %s where another setting needs it', (name, environment) => {
    expect(problemsOf(environment as Record<string, string>)).toEqual([
      expect.stringMatching(new RegExp(`^${name}: required with `)),
    ]);
  });

  it('reads lists with blanks and empty parts in them', () => {
    const config = readConfig({
      KUNCI_EGRESS_ALLOW: ' 10.0.0.5:8443, ,lock.local',
      KUNCI_TRUST_PROXY: 'loopback, 10.0.0.0/8',
    });
    expect(config.egressAllow).toEqual(['10.0.0.5:8443', 'lock.local']);
    expect(config.trustProxy).toEqual(['loopback', '10.0.0.0/8']);
  });

  it('reads what is sent along with traces, and shows none of it', () => {
    const { tracing } = readConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://traces.example:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=hotel,authorization=Bearer abc=',
    });
    expect(tracing).toMatchObject({ endpoint: 'https://traces.example:4318', share: 1 });
    expect(tracing?.headers['authorization']?.reveal()).toBe('Bearer abc=');
    expect(JSON.stringify(tracing)).not.toContain('abc');
  });

  it('has no traces, error reports or metrics listener unless they are asked for', () => {
    const { tracing, sentryDsn, metricsPort } = readConfig({});
    expect([tracing, sentryDsn, metricsPort]).toEqual([undefined, undefined, undefined]);
  });
});
