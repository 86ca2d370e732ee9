import { Injectable } from '@nestjs/common';
import type { ZodType } from 'zod';
import { TokenCache } from '#connectors/auth/token-cache.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import type { OperationRunner, RunOptions } from '#connectors/format.js';
import { ConnectorRunner } from '#connectors/operation/connector-runner.js';
import type { ExchangeSummary } from '#connectors/operation/exchange.js';
import { AxiosTransport } from '#core/http/axios-transport.js';
import type { Category } from '#providers/category-registry.js';
import { targetOf } from '#providers/connector-target.js';
import type { Provider } from '#providers/provider.types.js';
import { toGatewayProvider } from './gateway-settings.js';
import type { CallObservation, GatewayProvider } from './gateway.types.js';
import { ProviderGateway } from './provider-gateway.js';

/**
 * A provider as its category's port. Every operation goes through the gateway: there is no other way to
 * a vendor than past breaker, limits, timeout and log.
 */
@Injectable()
export class ProviderPorts {
  private readonly ports = new WeakMap<Provider, unknown>();

  constructor(
    private readonly gateway: ProviderGateway,
    private readonly engine: ExpressionEngine,
    private readonly transport: AxiosTransport,
    private readonly tokenCache: TokenCache,
  ) {}

  /** The port of this version of the provider, in the format that its row names. */
  get<Port>(category: Category<Port>, provider: Provider): Port {
    const known = this.ports.get(provider);
    if (known !== undefined) return known as Port;
    const format = category.formats.find(({ id }) => id === provider.apiFormat);
    if (!format) throw new Error(`no format ${provider.apiFormat} for ${provider.integrationType}`);
    const { engine, transport, tokenCache } = this;
    const port = format.create(
      new GatewayRunner(provider, this.gateway, { engine, transport, tokenCache }),
    );
    this.ports.set(provider, port);
    return port;
  }
}

interface RunnerParts {
  readonly engine: ExpressionEngine;
  readonly transport: AxiosTransport;
  readonly tokenCache: TokenCache;
}

class GatewayRunner implements OperationRunner {
  private readonly target;
  private readonly handle: GatewayProvider;

  constructor(
    provider: Provider,
    private readonly gateway: ProviderGateway,
    private readonly parts: RunnerParts,
  ) {
    this.target = targetOf(provider);
    this.handle = toGatewayProvider(provider);
  }

  has(operation: string): boolean {
    return Object.hasOwn(this.target.connector.operations, operation);
  }

  isIdempotent(operation: string): boolean {
    return this.target.connector.operations[operation]?.idempotent === true;
  }

  run<T>(
    operation: string,
    request: Readonly<Record<string, unknown>>,
    schema: ZodType<T>,
    options: RunOptions = {},
  ): Promise<T> {
    return this.gateway.call({ provider: this.handle, operation }, (call) => {
      const runner = new ConnectorRunner({
        ...this.parts,
        target: this.target,
        onExchange: (exchange) => call.observe(toObservation(exchange)),
      });
      return runner.run(operation, request, schema, { ...options, deadline: call.deadline });
    });
  }
}

function toObservation(exchange: ExchangeSummary): CallObservation {
  return {
    httpStatus: exchange.response?.status,
    requestSummary: exchange.request,
    responseSummary: exchange.response ?? exchange.error,
  };
}
