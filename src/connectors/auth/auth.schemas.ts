/** Ways of proving to a vendor who we are. A list is applied in order; later ones see `token`. */
import { z } from 'zod';
import {
  encodingSchema,
  expressionSchema,
  templateRecordSchema,
  templateSchema,
} from '../template.schemas.js';

/** The scheme applies only when this holds, so that the provider's data can choose between variants. */
const applies = { when: expressionSchema.optional() };

const noneSchema = z.strictObject({ scheme: z.literal('none'), ...applies });
const basicSchema = z.strictObject({
  scheme: z.literal('basic'),
  ...applies,
  username: templateSchema,
  password: templateSchema.default(''),
});
const bearerSchema = z.strictObject({
  scheme: z.literal('bearer'),
  ...applies,
  token: templateSchema,
});
const headerSchema = z.strictObject({
  scheme: z.literal('header'),
  ...applies,
  name: z.string(),
  value: templateSchema,
});
const querySchema = z.strictObject({
  scheme: z.literal('query'),
  ...applies,
  params: templateRecordSchema,
});
const bodySchema = z.strictObject({
  scheme: z.literal('body'),
  ...applies,
  fields: templateRecordSchema,
});

/** Where a token request goes: a path on a base URL, or a whole URL; an expression may take it from the settings. */
const tokenTarget = { base: z.string().default('default'), path: z.string() };
/** Where the token is put; the default is `Authorization: Bearer <token>`. */
const tokenPlacement = {
  header: z.string().default('Authorization'),
  prefix: z.string().default('Bearer '),
};

/** RFC 6749 section 4.4. */
const oauth2ClientCredentialsSchema = z.strictObject({
  scheme: z.literal('oauth2_client_credentials'),
  ...applies,
  ...tokenTarget,
  ...tokenPlacement,
  client_id: templateSchema,
  client_secret: templateSchema,
  client_auth: z.enum(['basic', 'body']).default('basic'),
  scope: templateSchema.optional(),
  extra: templateRecordSchema.optional(),
});

/** RFC 7523 section 2.1. */
const oauth2JwtBearerSchema = z.strictObject({
  scheme: z.literal('oauth2_jwt_bearer'),
  ...applies,
  ...tokenTarget,
  ...tokenPlacement,
  issuer: templateSchema,
  subject: templateSchema.optional(),
  audience: templateSchema,
  scope: templateSchema.optional(),
  private_key: templateSchema,
  key_id: templateSchema.optional(),
  algorithm: z.enum(['RS256', 'ES256', 'PS256', 'EdDSA']).default('RS256'),
  claims: templateRecordSchema.optional(),
  lifetime_s: z.int().min(30).max(3600).default(300),
});

const awsSigv4Schema = z.strictObject({
  scheme: z.literal('aws_sigv4'),
  ...applies,
  access_key_id: templateSchema,
  secret_access_key: templateSchema,
  session_token: templateSchema.optional(),
  region: templateSchema,
  service: z.string(),
});

const mtlsSchema = z.strictObject({
  scheme: z.literal('mtls'),
  ...applies,
  cert: templateSchema,
  key: templateSchema,
  ca: templateSchema.optional(),
  passphrase: templateSchema.optional(),
});

/** A token endpoint of the vendor's own making; the token is offered to the schemes after it as `token`. */
const tokenSchema = z.strictObject({
  scheme: z.literal('token'),
  ...applies,
  ...tokenTarget,
  method: z.enum(['GET', 'POST']).default('POST'),
  /** Each sees those it names as `vars.<name>`, whatever the order. */
  vars: z.record(z.string(), expressionSchema).optional(),
  headers: templateRecordSchema.optional(),
  encoding: encodingSchema.default('json'),
  body: templateSchema.optional(),
  value: expressionSchema,
  expires_in: expressionSchema.optional(),
  /** Also put it into a header; leave out where a signature scheme does so. */
  place: z.strictObject(tokenPlacement).optional(),
});

/**
 * A signature over the outgoing request. Expressions see `http: {method, url, path, target, query, headers, body}` as it
 * will be sent (`body` is the exact text), `vars` and `token`.
 */
const signedSchema = z.strictObject({
  scheme: z.literal('signed'),
  ...applies,
  vars: z.record(z.string(), expressionSchema).optional(),
  headers: templateRecordSchema.optional(),
  query: templateRecordSchema.optional(),
  /**
   * Fields added to the body before it is written. With them `vars` are evaluated before the body is written too, so
   * neither can depend on `http.body`; a second `signed` in the list can.
   */
  body: templateRecordSchema.optional(),
});

const oneAuthSchema = z.discriminatedUnion('scheme', [
  noneSchema,
  basicSchema,
  bearerSchema,
  headerSchema,
  querySchema,
  bodySchema,
  oauth2ClientCredentialsSchema,
  oauth2JwtBearerSchema,
  awsSigv4Schema,
  mtlsSchema,
  tokenSchema,
  signedSchema,
]);
export type AuthScheme = z.infer<typeof oneAuthSchema>;

export const authSchema = z.union([oneAuthSchema, z.array(oneAuthSchema).min(1).max(4)]);
export type AuthDefinition = z.infer<typeof authSchema>;
