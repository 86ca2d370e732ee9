import { Injectable } from '@nestjs/common';
import type { ConnectorTarget } from '#connectors/connector-context.js';
import type { OperationRunner } from '#connectors/format.js';
import { Clock } from '#core/time/clock.js';
import { CategoryRegistry } from './category-registry.js';
import type { ProbeResult } from './connection-probe.js';
import { judgeSandbox, type SandboxVerdict } from './sandbox-check.js';

/** What a connection test is about: a saved provider, or what is on the screen. */
export interface TestSubject {
  readonly target: ConnectorTarget;
  readonly integrationType: string;
  readonly apiFormat: string;
  readonly currency: string | null;
}

const NOT_TRIED: ProbeResult = { outcome: 'not_tried', checks: [] };

/** Why a sandbox provider gets no test transaction after all. */
const REFUSALS: Readonly<Record<Exclude<SandboxVerdict, 'sandbox'>, string | undefined>> = {
  production: undefined,
  production_address:
    "No test transaction was made: the base URL is the vendor's production address. Set the environment to production, or the base URL to the sandbox.",
  undecidable:
    'No test transaction was made: sandbox and production share one address, and the connector has no rule that tells their keys apart.',
};

/** Lets the category try a transaction, where that can do no harm. */
@Injectable()
export class ConnectionProbes {
  constructor(
    private readonly categories: CategoryRegistry,
    private readonly clock: Clock,
  ) {}

  async run(runner: OperationRunner, subject: TestSubject): Promise<ProbeResult> {
    const { target, integrationType, apiFormat, currency } = subject;
    const probe = this.categories.find(integrationType)?.connectionProbe;
    const format = this.categories.findFormat(integrationType, apiFormat);
    if (!probe || !format) return NOT_TRIED;
    const verdict = judgeSandbox(target);
    if (verdict !== 'sandbox') return refused(REFUSALS[verdict]);
    const { connector } = target;
    return probe.run(format.create(runner), {
      connector,
      apiFormat,
      currency,
      now: this.clock.now(),
    });
  }
}

function refused(message: string | undefined): ProbeResult {
  if (message === undefined) return NOT_TRIED;
  return { outcome: 'not_tried', checks: [{ name: 'test_transaction', ok: false, message }] };
}
