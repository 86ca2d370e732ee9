import { Injectable } from '@nestjs/common';
import { TokenCache } from '#connectors/auth/token-cache.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';
import { AxiosTransport } from '#core/http/axios-transport.js';
import { ConnectionProbes } from './connection-probes.js';
import { ProviderFactory } from './provider.factory.js';

/** What a test needs to speak to a vendor. */
@Injectable()
export class ConnectionTestParts {
  constructor(
    readonly engine: ExpressionEngine,
    readonly transport: AxiosTransport,
    readonly tokenCache: TokenCache,
    readonly probes: ConnectionProbes,
    readonly factory: ProviderFactory,
  ) {}
}
