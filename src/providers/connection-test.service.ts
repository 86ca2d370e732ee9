import { Injectable } from '@nestjs/common';
import { hasPropertyAccess, type Principal } from '#access/principal.js';
import {
  type ConnectorTarget,
  resolveBaseUrls,
  resolveSettings,
} from '#connectors/connector-context.js';
import { ConnectorRunner } from '#connectors/operation/connector-runner.js';
import { AppError, NotFoundError } from '#core/errors/app-error.js';
import { VendorError, type VendorErrorKind } from '#core/errors/vendor-error.js';
import { Database } from '#core/database/database.js';
import { newId } from '#core/ids/uuid.js';
import { toCredentials } from './credential-store.js';
import { targetOf } from './connector-target.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { ProviderDrafts } from './provider-draft.js';
import { PROVIDERS_CHANNEL, ProviderRegistry } from './provider-registry.js';
import type { CreateProvider, TestAnswer } from './provider.schemas.js';
import { ConnectionTestParts } from './connection-test-parts.js';

const TEST_TIMEOUT_MS = 15_000;

/** What each kind of failure means to the person who just typed in a key. */
const EXPLANATIONS: Readonly<
  Record<VendorErrorKind, { reached: boolean; accepted: boolean; message: string }>
> = {
  unavailable: {
    reached: false,
    accepted: false,
    message:
      'The server could not be reached. Check the base URL and whether the vendor has an outage, then test again.',
  },
  ambiguous: {
    reached: false,
    accepted: false,
    message:
      'The server did not answer in time. Test again in a minute; if it stays, ask the vendor.',
  },
  unauthorized: {
    reached: true,
    accepted: false,
    message:
      "The vendor refused the key. Copy it again from the vendor's dashboard and make sure that it belongs to this environment.",
  },
  rate_limited: {
    reached: true,
    accepted: true,
    message: 'The vendor asks to wait: too many calls. Test again in a minute.',
  },
  invalid_request: {
    reached: true,
    accepted: true,
    message: 'The vendor did not understand the test call. Check the connector.',
  },
  declined: { reached: true, accepted: true, message: 'The vendor declined the test call.' },
  not_found: {
    reached: true,
    accepted: true,
    message: 'The vendor has no such address. Check the base URL and the connector.',
  },
  duplicate: {
    reached: true,
    accepted: true,
    message: 'The vendor says that the test was sent before. Test again.',
  },
};

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
    const answer = await this.test(targetOf(provider));
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
    try {
      await this.drafts.check(draft, {
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
    const id = newId();
    return this.test({
      provider: {
        id,
        slug: 'unsaved',
        name: body.name,
        environment: body.environment,
        webhook_url: '',
        extra: resolveSettings(draft.connector, body.extra_config),
      },
      connector: draft.connector,
      credentials: toCredentials(draft.connector, body.credentials),
      baseUrls: resolveBaseUrls(draft.connector, body.environment, body.base_urls),
      extraHeaders: body.extra_headers,
      allowHost: body.extra_config.allow_host,
    });
  }

  private async test(target: ConnectorTarget): Promise<TestAnswer> {
    if (!Object.hasOwn(target.connector.operations, 'test')) {
      const message = 'The connector has no test operation, so only a real transaction can tell.';
      return { ok: false, test_status: 'unverifiable', latency_ms: 0, message, checks: [] };
    }
    const { engine, transport, tokenCache } = this.parts;
    const runner = new ConnectorRunner({ engine, transport, tokenCache, target });
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
}

function toAnswer(result: Readonly<Record<string, unknown>>, latencyMs: number): TestAnswer {
  const verdict =
    result['verdict'] === 'failed' || result['verdict'] === 'unverifiable'
      ? result['verdict']
      : 'ok';
  const identity = textOf(result['identity']);
  const said = textOf(result['message']);
  const message =
    said ??
    (verdict === 'ok' ? 'The vendor accepted the key.' : 'The vendor did not confirm the key.');
  return {
    ok: verdict === 'ok',
    test_status: verdict,
    ...(identity !== undefined && { identity }),
    latency_ms: latencyMs,
    message,
    checks: [
      { name: 'reachable', ok: true, message: `connected (${latencyMs} ms)` },
      {
        name: 'credentials',
        ok: verdict === 'ok',
        message: identity === undefined ? message : `${message} ${identity}`,
      },
    ],
  };
}

function toFailure(error: AppError, latencyMs: number): TestAnswer {
  const explanation =
    error instanceof VendorError
      ? EXPLANATIONS[error.kind]
      : { reached: false, accepted: false, message: 'The test could not be made.' };
  return {
    ok: false,
    test_status: 'failed',
    latency_ms: latencyMs,
    message: `${explanation.message} (${error.message})`,
    checks: [
      {
        name: 'reachable',
        ok: explanation.reached,
        message: explanation.reached ? `connected (${latencyMs} ms)` : error.message,
      },
      {
        name: 'credentials',
        ok: false,
        message: explanation.reached ? error.message : 'not tested',
      },
    ],
  };
}

function failedForm(error: AppError): TestAnswer {
  return {
    ok: false,
    test_status: 'failed',
    latency_ms: 0,
    message: 'Something in the form is not right yet; see checks.',
    checks: error.errors.map(({ field, message }) => ({ name: field, ok: false, message })),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
