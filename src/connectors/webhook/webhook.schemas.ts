/**
 * How a vendor's calls to us are checked, understood and answered. Expressions see
 * `{raw, body, headers, query, method, url, path, form, received_at, provider, credentials}`:
 * `raw` is the exact text of the body, `body` its parsed form, header names are lower case, `url` is the public URL
 * with its raw query, `form` the decoded fields as a list of `[name, value]` with repeats kept.
 */
import { z } from 'zod';
import {
  expressionSchema,
  moneySchema,
  templateRecordSchema,
  templateSchema,
} from '../template.schemas.js';

const digestSchema = z.enum(['md5', 'sha1', 'sha256', 'sha384', 'sha512']);
const textEncodingSchema = z.enum(['hex', 'base64', 'base64url']);

/** Refuses calls whose own time is too far from ours. */
const timestampSchema = z.strictObject({
  value: expressionSchema,
  unit: z.enum(['s', 'ms', 'iso']).default('s'),
  tolerance_s: z.int().min(1).max(86_400).default(300),
});

const common = {
  /** The recipe applies only when this is true; the first that applies decides. */
  when: expressionSchema.optional(),
  timestamp: timestampSchema.optional(),
};

/** Two texts that must be equal, compared in constant time. */
const expressionRecipe = z.strictObject({
  scheme: z.literal('expression'),
  ...common,
  expected: expressionSchema,
  actual: expressionSchema,
});
const hmacRecipe = z.strictObject({
  scheme: z.literal('hmac'),
  ...common,
  algorithm: digestSchema.default('sha256'),
  key: templateSchema,
  key_encoding: z.enum(['utf8', 'hex', 'base64']).default('utf8'),
  /** What was signed; the default is the raw body. A list holds spellings of which one was signed. */
  payload: expressionSchema.optional(),
  /** Where the signature stands: a header name, or an expression for anything else (may give a list). */
  header: z.string().optional(),
  actual: expressionSchema.optional(),
  encoding: textEncodingSchema.default('hex'),
  prefix: z.string().default(''),
});
const publicKeyRecipe = z.strictObject({
  scheme: z.enum(['rsa', 'ecdsa', 'ed25519']),
  ...common,
  algorithm: digestSchema.default('sha256'),
  padding: z.enum(['pkcs1', 'pss']).default('pkcs1'),
  /** `der` or the raw r‖s pair, for ecdsa. */
  signature_format: z.enum(['der', 'ieee-p1363']).default('der'),
  public_key: templateSchema,
  payload: expressionSchema.optional(),
  header: z.string().optional(),
  actual: expressionSchema.optional(),
  encoding: textEncodingSchema.default('base64'),
});
const jwtRecipe = z.strictObject({
  scheme: z.literal('jwt'),
  ...common,
  token: expressionSchema,
  key: templateSchema,
  algorithms: z
    .array(z.enum(['HS256', 'HS384', 'HS512', 'RS256', 'PS256', 'ES256', 'EdDSA']))
    .min(1),
  /** Further demands on the payload, seen as `claims`. */
  accept: expressionSchema.optional(),
});
const basicRecipe = z.strictObject({
  scheme: z.literal('basic'),
  ...common,
  username: templateSchema,
  password: templateSchema,
});
/** A fixed token in a header, query parameter or anywhere an expression reaches. */
const sharedTokenRecipe = z.strictObject({
  scheme: z.literal('shared_token'),
  ...common,
  value: templateSchema,
  header: z.string().optional(),
  query: z.string().optional(),
  actual: expressionSchema.optional(),
});
const noneRecipe = z.strictObject({ scheme: z.literal('none'), when: expressionSchema.optional() });

const recipeSchema = z.discriminatedUnion('scheme', [
  expressionRecipe,
  hmacRecipe,
  publicKeyRecipe,
  jwtRecipe,
  basicRecipe,
  sharedTokenRecipe,
  noneRecipe,
]);
export type SignatureRecipe = z.infer<typeof recipeSchema>;

const signatureSchema = z.union([recipeSchema, z.array(recipeSchema).min(1).max(6)]);
export type SignatureDefinition = z.infer<typeof signatureSchema>;

/** A number, or an expression that gives one: some protocols repeat the status inside the body. */
const statusSchema = z.union([z.int().min(200).max(599), expressionSchema]);

export const replySchema = z.strictObject({
  status: statusSchema.default(200),
  content_type: z.string().default('application/json'),
  headers: templateRecordSchema.optional(),
  /** Objects are written as JSON (or XML, by content type); a text is sent as it is. */
  body: templateSchema.optional(),
});
export type ReplyDefinition = z.infer<typeof replySchema>;

/** The first whose `when` holds is sent. */
const replyChoiceSchema = z.strictObject({
  when: expressionSchema.optional(),
  ...replySchema.shape,
});
export type ReplyChoice = z.infer<typeof replyChoiceSchema>;

/** A refusal; 401 unless the vendor's protocol wants another status. */
const refusalSchema = z.strictObject({
  ...replySchema.shape,
  status: statusSchema.default(401),
});

const confirmSchema = z.enum(['status', 'none']);

const matchSchema = z.union([
  z.strictObject({ when: expressionSchema.optional(), ignore: z.string() }),
  z.strictObject({
    when: expressionSchema.optional(),
    /** Templates, one an event; or one expression that gives a list. */
    events: z.union([z.array(templateRecordSchema).min(1), expressionSchema]),
    /** Default id of each event, which is seen as `event`; an event's own `id` wins. */
    event_id: expressionSchema.optional(),
    occurred_at: expressionSchema.optional(),
    /** Where these events write amounts in another way than the rest of the vendor's API. */
    money: moneySchema.optional(),
    /** Overrides the webhook's own `confirm`. */
    confirm: confirmSchema.optional(),
  }),
]);
export type MatchRule = z.infer<typeof matchSchema>;

const refusalChoiceSchema = z.strictObject({
  when: expressionSchema.optional(),
  ...refusalSchema.shape,
});

/**
 * A key that the vendor must not use for two calls. A key that came before leads to the first of the replies that
 * applies, else the call goes on; they see `repeat`: `same` for the very same call, `other` for another body.
 */
const onceSchema = z.strictObject({
  key: expressionSchema,
  replies: z.array(replyChoiceSchema).min(1),
});

/**
 * A sub-path on which the vendor calls us as a server. In this order: the signature, the access token, `checks` of what
 * came (the first that applies is the answer, nothing is asked), `once`, then `ask`. The question is handed to the
 * category, whose answer the replies see as `found`; an `amount` in it becomes minor units. `match` makes it an event
 * route that is also processed.
 */
const routeSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'DELETE']).default('POST'),
  path: z.string().startsWith('/'),
  signature: signatureSchema.optional(),
  /** The call must carry a token that the hub gave out for this provider and that is still good. */
  access_token: z
    .strictObject({ when: expressionSchema.optional(), value: expressionSchema })
    .optional(),
  checks: z.array(replyChoiceSchema).default([]),
  once: onceSchema.optional(),
  ask: z.strictObject({ question: z.string(), with: templateRecordSchema.default({}) }).optional(),
  match: z.array(matchSchema).optional(),
  replies: z.array(replyChoiceSchema).min(1),
  /** Sees as `refused` what was wrong: `signature` or `access_token`. The first that applies is sent. */
  rejected: z.union([refusalSchema, z.array(refusalChoiceSchema).min(1)]).optional(),
});
export type WebhookRoute = z.infer<typeof routeSchema>;

const handshakeSchema = z.strictObject({
  /** The default is every GET. */
  when: expressionSchema.optional(),
  /** Must hold or the handshake is refused with 403. */
  accept: expressionSchema.optional(),
  /** URL that the hub opens to confirm a subscription. */
  visit: expressionSchema.optional(),
  reply: replySchema,
});
export type Handshake = z.infer<typeof handshakeSchema>;

export const webhookSchema = z.strictObject({
  signature: signatureSchema,
  /** Credential keys whose old value stays valid for a while after a change. */
  secrets: z.array(z.string()).default([]),
  confirm: confirmSchema.default('none'),
  match: z.array(matchSchema).default([]),
  handshake: z.union([handshakeSchema, z.array(handshakeSchema).min(1)]).optional(),
  reply: z
    .strictObject({
      /** A list where the answer depends on the call, such as one in the caller's own format. */
      ok: z.union([replySchema, z.array(replyChoiceSchema).min(1)]).optional(),
      rejected: refusalSchema.optional(),
    })
    .default({}),
  routes: z.array(routeSchema).default([]),
  /** Where the vendor sends no event id, equal bodies inside this window are one event. */
  dedupe_window_s: z.int().min(1).max(604_800).default(86_400),
});
export type WebhookDefinition = z.infer<typeof webhookSchema>;
