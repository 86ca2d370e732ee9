import { resolve } from 'node:path';
import type { z } from 'zod';
import { Secret } from '#core/secret/secret.js';
import { environmentSchema } from './config.schemas.js';

export type Role = 'all' | 'api' | 'worker';

/** The hub was started with settings it can't run on; the process ends with exit code 78 (EX_CONFIG). */
export class ConfigError extends Error {
  static readonly exitCode = 78;

  constructor(readonly problems: readonly string[]) {
    super(`Kunci can't start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Current and previous master keys, 32 bytes each; data is written with the current one. */
export interface MasterKeys {
  readonly current: Buffer;
  readonly previous: readonly Buffer[];
}

export interface Bootstrap {
  readonly email?: string;
  readonly password?: Secret;
  readonly apiKey?: Secret;
}

/** Where Postgres is; `embedded` ones are started by us in `directory`. */
export type DatabaseTarget =
  | { readonly kind: 'external'; readonly url: string }
  | { readonly kind: 'embedded'; readonly directory: string };

/** Where traces go, and what share of them. */
export interface TracingSettings {
  /** Base address of the receiver; `/v1/traces` is put behind it. */
  readonly endpoint: string;
  /** Sent along, such as the receiver's own key. */
  readonly headers: Readonly<Record<string, Secret>>;
  readonly serviceName: string;
  /** From 0 to 1, of traces that begin here; one that the caller began is kept when the caller keeps it. */
  readonly share: number;
}

/** The settings of this process, checked. One instance, injected everywhere. */
export class Config {
  readonly port: number;
  readonly host: string;
  readonly role: Role;
  readonly dataDir: string;
  readonly publicUrl: string;
  readonly database: DatabaseTarget;
  readonly databasePool: number;
  readonly redisUrl: string | undefined;
  readonly masterKeys: MasterKeys | undefined;
  /** Folder whose `master.key` the keys were read from; undefined when the settings name them. */
  readonly keyFileDir: string | undefined;
  readonly bootstrap: Bootstrap;
  readonly egressAllow: readonly string[];
  readonly logLevel: z.infer<typeof environmentSchema>['KUNCI_LOG_LEVEL'];
  readonly trustProxy: string[] | undefined;
  /** A listener of its own for metrics and health; a worker has no other. */
  readonly metricsPort: number | undefined;
  readonly metricsToken: Secret | undefined;
  readonly tracing: TracingSettings | undefined;
  readonly sentryDsn: Secret | undefined;
  /** Name of this hub among others, read from its database; empty until that is open. */
  readonly installationId: string = '';
  /** No other process works on this database: it is the embedded one, and its folder is locked. */
  readonly isAlone: boolean = false;

  constructor(environment: z.infer<typeof environmentSchema>) {
    const env = environment;
    this.port = env.PORT;
    this.host = env.HOST;
    this.role = env.KUNCI_ROLE;
    this.dataDir = resolve(env.KUNCI_DATA_DIR);
    this.publicUrl = (env.KUNCI_PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, '');
    this.database = env.DATABASE_URL
      ? { kind: 'external', url: env.DATABASE_URL }
      : { kind: 'embedded', directory: this.dataDir };
    this.databasePool = env.DATABASE_POOL;
    this.redisUrl = env.REDIS_URL;
    this.masterKeys = env.KUNCI_MASTER_KEY && {
      current: env.KUNCI_MASTER_KEY,
      previous: env.KUNCI_MASTER_KEY_PREVIOUS,
    };
    this.bootstrap = {
      email: env.KUNCI_BOOTSTRAP_EMAIL,
      password: env.KUNCI_BOOTSTRAP_PASSWORD ? new Secret(env.KUNCI_BOOTSTRAP_PASSWORD) : undefined,
      apiKey: env.KUNCI_BOOTSTRAP_API_KEY ? new Secret(env.KUNCI_BOOTSTRAP_API_KEY) : undefined,
    };
    this.egressAllow = env.KUNCI_EGRESS_ALLOW;
    this.logLevel = env.KUNCI_LOG_LEVEL;
    this.trustProxy = env.KUNCI_TRUST_PROXY.length === 0 ? undefined : env.KUNCI_TRUST_PROXY;
    this.metricsPort = env.KUNCI_METRICS_PORT;
    this.metricsToken = env.KUNCI_METRICS_TOKEN ? new Secret(env.KUNCI_METRICS_TOKEN) : undefined;
    this.tracing = tracingOf(env);
    this.sentryDsn = env.SENTRY_DSN ? new Secret(env.SENTRY_DSN) : undefined;
  }

  /** A copy with parts replaced: what the start learns (keys file, embedded address, bound port). */
  with(changes: Partial<Config>): Config {
    return Object.assign(Object.create(Config.prototype) as Config, this, changes);
  }

  /** @throws Error before the embedded database was started and its address filled in */
  get databaseUrl(): string {
    if (this.database.kind === 'embedded') {
      throw new Error('the embedded database has not been started yet');
    }
    return this.database.url;
  }

  get servesHttp(): boolean {
    return this.role !== 'worker';
  }

  get runsWorkers(): boolean {
    return this.role !== 'api';
  }
}

function tracingOf(env: z.infer<typeof environmentSchema>): TracingSettings | undefined {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    headers: Object.fromEntries(
      Object.entries(env.OTEL_EXPORTER_OTLP_HEADERS).map(([name, value]) => [
        name,
        new Secret(value),
      ]),
    ),
    serviceName: env.OTEL_SERVICE_NAME,
    share: env.OTEL_TRACES_SAMPLER_ARG,
  };
}

/**
 * Reads and checks the settings. An empty variable counts as absent, as compose files write it.
 *
 * @throws ConfigError naming each variable that is wrong and what is expected
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ''),
  );
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`),
    );
  }
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new ConfigError(problems);
  return new Config(parsed.data);
}

function contradictions(env: z.infer<typeof environmentSchema>): string[] {
  const problems: string[] = [];
  if (env.KUNCI_MASTER_KEY_PREVIOUS.length > 0 && !env.KUNCI_MASTER_KEY) {
    problems.push('KUNCI_MASTER_KEY: required with KUNCI_MASTER_KEY_PREVIOUS');
  }
  if (env.DATABASE_URL && !env.KUNCI_MASTER_KEY) {
    problems.push(
      'KUNCI_MASTER_KEY: required with DATABASE_URL; expected base64:<32 bytes>, for example base64:$(openssl rand -base64 32). Keep it apart from the database backup.',
    );
  }
  if (env.KUNCI_BOOTSTRAP_EMAIL !== undefined && env.KUNCI_BOOTSTRAP_PASSWORD === undefined) {
    problems.push(
      'KUNCI_BOOTSTRAP_PASSWORD: required with KUNCI_BOOTSTRAP_EMAIL; at least 12 characters',
    );
  }
  if (env.KUNCI_BOOTSTRAP_PASSWORD !== undefined && env.KUNCI_BOOTSTRAP_EMAIL === undefined) {
    problems.push('KUNCI_BOOTSTRAP_EMAIL: required with KUNCI_BOOTSTRAP_PASSWORD');
  }
  return problems;
}
