import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import {
  type ConnectorTarget,
  resolveBaseUrls,
  resolveSettings,
} from '#connectors/connector-context.js';
import type { OperationRunner } from '#connectors/format.js';
import { ConnectorRunner } from '#connectors/operation/connector-runner.js';
import { AppError, type FieldError, NotFoundError } from '#core/errors/app-error.js';
import { Database } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { PROVIDERS_CHANNEL, toCredentials } from './credential-store.js';
import { targetOf } from './connector-target.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { type ProviderDraft, ProviderDrafts } from './provider-draft.js';
import { ProviderRegistry } from './provider-registry.js';
import type { CreateProvider, TestAnswer } from './provider.schemas.js';
import { failedForm, toAnswer, toFailure, withProbe } from './connection-test-answers.js';
import { ConnectionTestParts } from './connection-test-parts.js';
import type { TestSubject } from './connection-probes.js';

const TEST_TIMEOUT_MS = 15_000;
const UNSAVED = 'unsaved';

/** Asks the vendor whether the credentials work, for a saved provider or for what is on the screen. */
@Injectable()
export class ConnectionTestService {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly catalogue: PresetCatalogue,
    private readonly drafts: ProviderDrafts,
    private readonly database: Database,
    private readonly parts: ConnectionTestParts,
  ) {}

  /** Tests a saved provider and keeps the verdict with it. */
  async testSaved(id: string, principal: Principal): Promise<TestAnswer> {
    const provider = this.registry.get(id);
    if (provider.propertyId !== null && !hasPropertyAccess(principal, provider.propertyId)) {
      throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
    }
    const answer = await this.test({
      target: targetOf(provider),
      integrationType: provider.integrationType,
      apiFormat: provider.apiFormat,
      currency: provider.defaultCurrency,
    });
    await this.database.query(
      `WITH told AS (SELECT pg_notify($3, $1::text))
       UPDATE providers SET test_status = $2, last_tested_at = now() FROM told WHERE id = $1::uuid`,
      [id, answer.test_status, PROVIDERS_CHANNEL],
    );
    return answer;
  }

  /** Tests a provider that was not saved yet; mistakes in the form are part of the answer. */
  async testUnsaved(body: CreateProvider): Promise<TestAnswer> {
    const preset =
      body.preset_id === undefined ? undefined : await this.catalogue.get(body.preset_id);
    const draft = this.drafts.fill(body, preset);
    let warnings: FieldError[];
    try {
      warnings = await this.drafts.check(draft, {
        name: body.name,
        environment: body.environment,
        baseUrls: body.base_urls,
        extraConfig: body.extra_config,
        credentials: body.credentials,
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return failedForm(error);
    }
    const answer = await this.test({
      target: this.unsavedTarget(draft, body),
      integrationType: draft.integrationType,
      apiFormat: draft.apiFormat,
      currency: draft.defaultCurrency,
    });
    return { ...answer, warnings };
  }

  private unsavedTarget(draft: ProviderDraft, body: CreateProvider): ConnectorTarget {
    return {
      provider: {
        id: newId(),
        slug: UNSAVED,
        name: body.name,
        environment: body.environment,
        // Vendors that want an address get one that answers 404 until the provider is saved.
        webhook_url: this.parts.factory.webhookUrl(draft.integrationType, UNSAVED),
        extra: resolveSettings(draft.connector, body.extra_config),
      },
      connector: draft.connector,
      credentials: toCredentials(draft.connector, body.credentials),
      baseUrls: resolveBaseUrls(draft.connector, body.environment, body.base_urls),
      extraHeaders: body.extra_headers,
      allowHost: body.extra_config.allow_host,
    };
  }

  private async test(subject: TestSubject): Promise<TestAnswer> {
    const { target } = subject;
    const hasTest = Object.hasOwn(target.connector.operations, 'test');
    if (!hasTest && !target.connector.test_transaction) {
      const message = 'The connector has no test operation, so only a real transaction can tell.';
      return { ok: false, test_status: 'unverifiable', latency_ms: 0, message, checks: [] };
    }
    const { engine, transport, tokenCache, probes } = this.parts;
    const runner = new ConnectorRunner({ engine, transport, tokenCache, target });
    const answer = hasTest ? await askCredentials(runner) : UNASKED;
    if (answer.test_status === 'failed') return answer;
    const deadline = Date.now() + TEST_TIMEOUT_MS;
    return withProbe(answer, await probes.run(withDeadline(runner, deadline), subject));
  }
}

/** Before a test transaction tells more. */
const UNASKED: TestAnswer = {
  ok: false,
  test_status: 'unverifiable',
  latency_ms: 0,
  message: 'The connector has no test operation.',
  checks: [],
};

async function askCredentials(runner: ConnectorRunner): Promise<TestAnswer> {
  const started = performance.now();
  const took = (): number => Math.round(performance.now() - started);
  try {
    const deadline = Date.now() + TEST_TIMEOUT_MS;
    const { result } = await runner.execute(
      'test',
      { reference: `kunci-test-${newId()}` },
      { deadline },
    );
    return toAnswer(result, took());
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return toFailure(error, took());
  }
}

/** The person who presses the button does not wait for ever. */
function withDeadline(runner: OperationRunner, deadline: number): OperationRunner {
  return {
    has: (operation) => runner.has(operation),
    isIdempotent: (operation) => runner.isIdempotent(operation),
    run: (operation, request, schema, options) =>
      runner.run(operation, request, schema, { ...options, deadline }),
  };
}
