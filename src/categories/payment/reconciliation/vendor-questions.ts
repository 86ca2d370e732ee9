import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError } from '#core/errors/app-error.js';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import { paymentCategory } from '../payment.category.js';
import { toQuery } from '../payment.mapper.js';
import { PaymentObserver } from '../payment-observer.js';
import type { PaymentPort, PaymentState } from '../payment.port.js';
import { PaymentReconciler } from '../payment-reconciler.js';
import type { PaymentRow } from '../payment.rows.js';
import { isOpen } from '../payment-status.js';
import type { Finding } from './reconciliation.rows.js';
import { verdictOn } from './vendor-verdict.js';

/** Longest wait when a vendor asks for patience; who wants more is asked another day. */
const MAX_PATIENCE_S = 60;
const DEFAULT_PATIENCE_S = 5;

/** `unasked`: the vendor did not answer, or can not be asked at all. */
export type Answer = { readonly findings: readonly Finding[] } | 'unasked';

/** Asks vendors about payments that the hub believes to know, and books the news that come of it. */
@Injectable()
export class VendorQuestions {
  constructor(
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
    private readonly observer: PaymentObserver,
    private readonly reconciler: PaymentReconciler,
  ) {}

  /** One question about one payment; never throws for what a vendor does. */
  async ask(row: PaymentRow): Promise<Answer> {
    const provider = this.providers.find(row.provider_id);
    if (!provider) return 'unasked';
    const port = this.ports.get(paymentCategory, provider);
    if (!port.can('status')) return 'unasked';
    try {
      return await withPatience(() => this.compare(row, port));
    } catch (error) {
      // A vendor that is down stands in the integration log, and in the run's count.
      if (error instanceof AppError) return 'unasked';
      throw error;
    }
  }

  private async compare(row: PaymentRow, port: PaymentPort): Promise<Answer> {
    if (isOpen(row.status)) {
      await this.reconciler.check(row.id);
      return { findings: [] };
    }
    const state = await runInScope({ reference: row.id }, () => stateOf(row, port));
    if (state === 'absent') return { findings: verdictOn(row, state) };
    const observed = await this.observer.observe(row.id, {
      source: 'poll',
      state,
      providerId: row.provider_id,
    });
    return { findings: verdictOn(observed.row, state) };
  }
}

async function stateOf(row: PaymentRow, port: PaymentPort): Promise<PaymentState | 'absent'> {
  try {
    return await port.status(toQuery(row));
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return 'absent';
    throw error;
  }
}

/** Once more after the pause that the vendor, or our own limit for it, asks for. */
async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof VendorError) || error.kind !== 'rate_limited') throw error;
    await pause(Math.min(error.retryAfterS ?? DEFAULT_PATIENCE_S, MAX_PATIENCE_S) * 1_000);
    return work();
  }
}
