/** Every setting the hub reads from its environment; the README's table is checked against this schema. */
import { z } from 'zod';

const masterKeySchema = z
  .string()
  .regex(
    /^base64:[A-Za-z0-9+/_-]{43}=?$/,
    'expected base64:<32 bytes>, for example base64:$(openssl rand -base64 32)',
  )
  .transform((text) => Buffer.from(text.slice('base64:'.length), 'base64'));

const listSchema = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const urlOf = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `expected a URL such as ${example}`,
  });

export const environmentSchema = z.object({
  PORT: z.coerce.number('expected a port number').int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  KUNCI_ROLE: z.enum(['all', 'api', 'worker'], 'expected all, api or worker').default('all'),
  KUNCI_DATA_DIR: z.string().min(1).default('./data'),
  KUNCI_PUBLIC_URL: urlOf(['http:', 'https:'], 'https://hub.example.com').optional(),
  DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'postgres://user:password@host:5432/kunci',
  ).optional(),
  DATABASE_POOL: z.coerce
    .number('expected a number of connections')
    .int()
    .min(2)
    .max(200)
    .default(20),
  REDIS_URL: urlOf(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  KUNCI_MASTER_KEY: masterKeySchema.optional(),
  KUNCI_MASTER_KEY_PREVIOUS: listSchema.pipe(z.array(masterKeySchema)),
  KUNCI_BOOTSTRAP_EMAIL: z.email('expected an email address').optional(),
  KUNCI_BOOTSTRAP_PASSWORD: z.string().min(12, 'expected at least 12 characters').optional(),
  KUNCI_BOOTSTRAP_API_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
  KUNCI_EGRESS_ALLOW: listSchema,
  KUNCI_LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
      'expected trace, debug, info, warn, error or silent',
    )
    .default('info'),
  KUNCI_TRUST_PROXY: z
    .string()
    .default('')
    .describe('addresses or CIDRs of reverse proxies whose X-Forwarded-For is believed'),
});
