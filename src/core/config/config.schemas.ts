/** Every setting the hub reads from its environment; the README's table is checked against this schema. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { AllowList } from '#core/http/allow-list.js';

const masterKeySchema = z
  .string()
  .regex(
    /^base64:[A-Za-z0-9+/_-]{43}=?$/,
    'expected base64:<32 bytes>, for example base64:$(openssl rand -base64 32)',
  )
  .transform((text) => Buffer.from(text.slice('base64:'.length), 'base64'));

const portSchema = z.coerce
  .number('expected a port number')
  .int('expected a port number')
  .min(0, 'expected a port number')
  .max(65_535, 'expected a port number up to 65535');

const poolSchema = z.coerce
  .number('expected a number of connections')
  .int('expected a number of connections')
  .min(2, 'expected at least 2 connections')
  .max(200, 'expected at most 200 connections');

const listSchema = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const egressSchema = listSchema.refine(
  (entries) => entries.every((entry) => AllowList.canParse(entry)),
  {
    message: 'expected host, host:port or CIDR, separated by commas, such as 10.0.0.5:8443',
  },
);

/** Names that stand for ranges, as the server's trust setting knows them. */
const PROXY_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

const isProxy = (entry: string): boolean =>
  PROXY_RANGES.includes(entry) || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);

const urlOf = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `expected a URL such as ${example}`,
  });

/** As the specification of the OTLP exporter writes them: `name=value,name=value`. */
const otlpHeadersSchema = listSchema
  .refine((entries) => entries.every((entry) => /^[\w!#$&'*+.^`|~-]+=[\x20-\x7e]*$/.test(entry)), {
    message: 'expected name=value, separated by commas',
  })
  .transform((entries) =>
    Object.fromEntries(
      entries.map((entry) => {
        const at = entry.indexOf('=');
        return [entry.slice(0, at), entry.slice(at + 1)];
      }),
    ),
  );

/** The public key stands where a URL has its user; the project is the end of the path. */
function isDsn(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, pathname } = new URL(text);
  return /^https?:$/.test(protocol) && /^\w+$/.test(username) && /\/\d+$/.test(pathname);
}

export const environmentSchema = z.object({
  PORT: portSchema.default(3000),
  HOST: z.string().default('0.0.0.0'),
  KUNCI_ROLE: z.enum(['all', 'api', 'worker'], 'expected all, api or worker').default('all'),
  KUNCI_DATA_DIR: z.string().min(1).default('./data'),
  KUNCI_PUBLIC_URL: urlOf(['http:', 'https:'], 'https://hub.example.com').optional(),
  DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/kunci',
  ).optional(),
  DATABASE_POOL: poolSchema.default(20),
  REDIS_URL: urlOf(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  KUNCI_MASTER_KEY: masterKeySchema.optional(),
  KUNCI_MASTER_KEY_PREVIOUS: listSchema.pipe(z.array(masterKeySchema)),
  KUNCI_BOOTSTRAP_EMAIL: z.email('expected an email address').optional(),
  KUNCI_BOOTSTRAP_PASSWORD: z.string().min(12, 'expected at least 12 characters').optional(),
  /** Such as can stand in an Authorization header; another one could never be used. */
  KUNCI_BOOTSTRAP_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, 'expected at least 32 characters, none of them a blank')
    .optional(),
  KUNCI_EGRESS_ALLOW: egressSchema,
  KUNCI_LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'expected trace, debug, info, warn, error or silent',
    )
    .default('info'),
  KUNCI_TRUST_PROXY: listSchema
    .refine((entries) => entries.every(isProxy), {
      message: 'expected addresses or CIDRs, separated by commas, such as 10.0.0.0/8',
    })
    .describe('addresses or CIDRs of reverse proxies whose X-Forwarded-For is believed'),
  KUNCI_METRICS_PORT: portSchema.optional(),
  KUNCI_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/, 'expected at least 16 characters, none of them a blank')
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(['http:', 'https:'], 'http://collector:4318').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: otlpHeadersSchema,
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default('kunci'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number('expected a share from 0 to 1')
    .min(0, 'expected a share from 0 to 1')
    .max(1, 'expected a share from 0 to 1')
    .default(1),
  SENTRY_DSN: z
    .string()
    .refine(isDsn, { message: 'expected https://<public key>@<host>/<project>' })
    .optional(),
});
