import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '#core/config/config.js';
import { AgentPool } from './agent-pool.js';
import { AxiosTransport } from './axios-transport.js';
import { EgressGuard } from './egress-guard.js';

/** The HTTP client for calls to vendors and subscribers, and the guard for addresses that people type in. */
@Module({
  providers: [
    {
      provide: EgressGuard,
      inject: [Config],
      useFactory: (config: Config) => new EgressGuard(config.egressAllow),
    },
    {
      provide: AgentPool,
      inject: [EgressGuard],
      useFactory: (guard: EgressGuard) => new AgentPool(guard),
    },
    {
      provide: AxiosTransport,
      inject: [EgressGuard, AgentPool],
      useFactory: (guard: EgressGuard, agents: AgentPool) => new AxiosTransport(guard, agents),
    },
  ],
  exports: [EgressGuard, AxiosTransport],
})
export class HttpModule implements OnApplicationShutdown {
  constructor(@Inject(AxiosTransport) private readonly transport: AxiosTransport) {}

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
