import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RequireScope } from '#access/require-scope.decorator.js';
import { resolveBaseUrls, resolveSettings } from '#connectors/connector-context.js';
import { connectorSchema } from '#connectors/definition.schemas.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { type Preview, previewConnector } from '#connectors/preview.js';
import { toCredentials } from './credential-store.js';
import { connectorJsonSchema } from './preset-json-schema.js';

const sampleResponseSchema = z.strictObject({
  status: z.int().min(100).max(599).default(200),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
});

const previewSchema = z.strictObject({
  connector: connectorSchema,
  credentials: z.record(z.string(), z.string()).default({}),
  environment: z.enum(['sandbox', 'production']).default('sandbox'),
  base_urls: z.record(z.string(), z.url()).default({}),
  extra_config: z.record(z.string(), z.json()).default({}),
  operation: z.string().optional(),
  request: z.record(z.string(), z.json()).optional(),
  refs: z.record(z.string(), z.string()).optional(),
  response: sampleResponseSchema.optional(),
  /** For operations of several steps, one sample each. */
  responses: z.array(sampleResponseSchema).max(10).optional(),
  webhook: z
    .strictObject({
      headers: z.record(z.string(), z.string()).default({}),
      body: z.union([z.string(), z.json()]).optional(),
      method: z.string().optional(),
      query: z.string().optional(),
      path: z.string().optional(),
    })
    .optional(),
});
type PreviewBody = z.infer<typeof previewSchema>;

/** The playground: what a connector makes of sample input, with nothing sent and nothing saved. */
@ApiTags('configure')
@Controller('api/v1/connectors')
export class ConnectorPreviewController {
  constructor(private readonly engine: ExpressionEngine) {}

  /** JSON Schema of a connector as people write it, for editors that check and complete it. */
  @Get('schema')
  @RequireScope('providers:read')
  @ApiOkResponse({ description: 'A JSON Schema.' })
  schema(): Record<string, unknown> {
    return connectorJsonSchema();
  }

  @Post('preview')
  @HttpCode(200)
  @RequireScope('connectors:preview')
  preview(@Body({ schema: previewSchema }) body: PreviewBody): Promise<Preview> {
    const { connector, environment, response } = body;
    return previewConnector(this.engine, {
      target: {
        provider: {
          id: 'preview',
          slug: 'preview',
          name: 'Preview',
          environment,
          webhook_url: 'https://hub.example/webhook/preview/preview',
          extra: resolveSettings(connector, body.extra_config),
        },
        connector,
        credentials: toCredentials(connector, body.credentials),
        baseUrls: resolveBaseUrls(connector, environment, body.base_urls),
        extraHeaders: {},
      },
      operation: body.operation,
      request: body.request,
      refs: body.refs,
      responses: body.responses ?? (response && [response]),
      webhook: body.webhook,
    });
  }
}
