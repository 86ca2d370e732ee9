/** The OpenAPI document, generated from the zod schemas that check the requests. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

/** The one answer of everything that goes wrong (design section 11). */
const errorSchema = z.object({
  message: z.string().describe('What happened and what to do next.'),
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
  data: z.null(),
  trace_id: z
    .string()
    .describe('Name it when you ask the operator; the x-trace-id header says the same.'),
});

/** Routes that anybody may call; all others need an API key, or a session. */
const OPEN =
  /^\w+ \/(health|qr|webhook)\/|^\w+ \/api\/v1\/(setup|invitation)$|^post \/api\/v1\/session$/;
/** Routes about the account of the person who is signed in. */
const ACCOUNT = /^\/api\/v1\/sessions?(\/|$)/;

const SERVER_PARAMETERS = [
  {
    name: 'type',
    in: 'path' as const,
    required: true,
    description: 'The kind of integration, such as `payment`.',
    schema: { type: 'string' },
  },
  {
    name: 'slug',
    in: 'path' as const,
    required: true,
    description: "The provider's slug; its `webhook_url` is the whole address.",
    schema: { type: 'string' },
  },
];

/** Serves the document and a page to read it at `/api/docs`. */
export function serveApiDocument(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => createApiDocument(app), {
    jsonDocumentUrl: 'api/docs/openapi.json',
    yamlDocumentUrl: 'api/docs/openapi.yaml',
  });
}

function createApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Kunci')
    .setDescription(
      'One neutral API for every third-party connection of a hotel. Send an API key as `Authorization: Bearer <key>`.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key of the hub.' })
    .addCookieAuth(
      'kunci_session',
      {
        type: 'apiKey',
        in: 'cookie',
        name: 'kunci_session',
        description: 'A person who signed in; behind https the name begins with __Host-.',
      },
      'session',
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-CSRF-Token',
        description: 'With a session and any method but GET: csrf_token of GET /api/v1/session.',
      },
      'csrf',
    )
    .build();
  const document = SwaggerModule.createDocument(app, base, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? { schema: jsonSchemaOf(schema, schemaType) } : undefined,
  });
  addWebhooks(document);
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (isOperation(operation)) finish(path, method, operation);
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Error: jsonSchemaOf(errorSchema, 'output') },
  };
  return document;
}

interface Operation {
  responses: Record<string, unknown>;
  security?: Record<string, string[]>[];
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'responses' in value;
}

function finish(path: string, method: string, operation: Operation): void {
  operation.security = OPEN.test(`${method} ${path}`) ? [] : waysIn(path);
  operation.responses['default'] = {
    description: 'Something went wrong.',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
}

function waysIn(path: string): Record<string, string[]>[] {
  const session = { session: [], csrf: [] };
  return ACCOUNT.test(path) ? [session] : [{ bearer: [] }, session];
}

/** JSON Schema as OpenAPI 3.1 has it. Dates and other things without a JSON form are left open. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return withoutRecursion(json) as Record<string, unknown>;
}

/** The only recursive thing in our schemas is "any JSON value", and an empty schema says just that. */
function withoutRecursion(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRecursion);
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value) return {};
  const kept = Object.entries(value).filter(([key]) => key !== '$defs' && key !== '$schema');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutRecursion(inner)]));
}

/** The routes for vendors stand outside of the framework, so they are described by hand. */
function addWebhooks(document: OpenAPIObject): void {
  const describe = (summary: string) => ({
    tags: ['webhooks in'],
    summary,
    parameters: SERVER_PARAMETERS,
    responses: {
      '200': {
        description: "Stored and genuine. Body and status are what the vendor's protocol expects.",
      },
      '401': { description: 'The signature was refused; the call is kept as `rejected`.' },
      '404': { description: 'No provider has this address.' },
      '410': { description: 'The provider is switched off; the call is kept.' },
      '413': { description: 'The body is larger than 1 MiB.' },
      '503': { description: 'The call could not be stored; send it again.' },
    },
  });
  document.paths['/webhook/{type}/{slug}'] = {
    post: describe(
      "Takes a vendor's webhook: stored first, then verified, answered and processed.",
    ),
    get: describe("Answers a vendor's handshake, or takes an event that comes by GET."),
  };
}
