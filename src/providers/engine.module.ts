import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { TokenCache } from '#connectors/auth/token-cache.js';
import { ExpressionEngine } from '#connectors/expressions/expression-engine.js';

/** The connector engine's long-lived parts; the engine itself is plain TypeScript and knows nothing of Nest. */
@Global()
@Module({
  providers: [
    { provide: ExpressionEngine, useFactory: () => new ExpressionEngine() },
    { provide: TokenCache, useFactory: () => new TokenCache() },
  ],
  exports: [ExpressionEngine, TokenCache],
})
export class EngineModule implements OnApplicationShutdown {
  constructor(@Inject(ExpressionEngine) private readonly engine: ExpressionEngine) {}

  async onApplicationShutdown(): Promise<void> {
    await this.engine.close();
  }
}
