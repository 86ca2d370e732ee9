import { Injectable } from '@nestjs/common';
import { VendorError } from '#core/errors/vendor-error.js';
import { runInScope } from '#gateway/call-scope.js';
import { ProviderPorts } from '#gateway/provider-ports.js';
import { pauseError, type ProviderPausedError } from '#providers/pause/provider-pause.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { EndedPaymentLooks } from './ended-payment-looks.js';
import { PaymentNumbers } from './inbound/payment-numbers.js';
import { withAction } from './lost-create.js';
import { paymentCategory } from './payment.category.js';
import { PaymentClosing } from './payment-closing.js';
import { toQuery } from './payment.mapper.js';
import { PaymentObserver } from './payment-observer.js';
import type { PaymentPort, PaymentState } from './payment.port.js';
import { PaymentRepository } from './payment.repository.js';
import type { PaymentEventSource, PaymentRow } from './payment.rows.js';
import { CREATED_CHECK_MS, endOf, isForsaken, isPastEnd } from './payment-schedule.js';
import { isOpen, isUnconfirmed } from './payment-status.js';

/** A create that the vendor denies to have this many times never reached it. */
const DENIALS_UNTIL_FAILED = 3;

/** Shorter than vendors remember the keys of requests: a create that is repeated later could be a new one. */
const REPEATABLE_MS = 4 * 60_000;

interface Asked {
  readonly row: PaymentRow;
  readonly provider: Provider;
  readonly port: PaymentPort;
}

/** Asks vendors about payments whose end is not known yet, and ends those whose time is over. */
@Injectable()
export class PaymentReconciler {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly observer: PaymentObserver,
    private readonly providers: ProviderRegistry,
    private readonly ports: ProviderPorts,
    private readonly closing: PaymentClosing,
    private readonly numbers: PaymentNumbers,
    private readonly ended: EndedPaymentLooks,
  ) {}

  /**
   * One look at one payment.
   *
   * @returns the row afterwards
   * @throws VendorError when the vendor could not be asked; the next look is scheduled all the same
   */
  async check(id: string, source: PaymentEventSource = 'poll'): Promise<PaymentRow | undefined> {
    const row = await this.payments.findById(id);
    if (!row) return undefined;
    const paused = source === 'poll' && this.pausedBy(row);
    if (paused) {
      await this.payments.waitWithCheck(
        row,
        new Date(this.closing.now().getTime() + paused.waitMs),
      );
      return row;
    }
    if (!isOpen(row.status)) return this.ended.look(row, source);
    try {
      const now = await this.look(row, source);
      if (row.status === 'created') await this.closing.answerWaiting(now);
      return now;
    } finally {
      await this.closing.schedule(id);
    }
  }

  private pausedBy(row: PaymentRow): ProviderPausedError | undefined {
    const provider = this.providers.find(row.provider_id);
    return provider && pauseError(provider);
  }

  private async look(row: PaymentRow, source: PaymentEventSource): Promise<PaymentRow> {
    const provider = this.providers.find(row.provider_id);
    if (!provider || this.isBeingCreated(row)) return row;
    const asked = { row, provider, port: this.ports.get(paymentCategory, provider) };
    const seen = await this.askInTime(asked);
    if (seen === 'forsaken') return this.closing.expire(row);
    if (seen === 'absent') return this.denied(asked, source);
    if (seen === 'silent') return this.endIfOver(asked, source);
    return this.endIfOver({ ...asked, row: await this.tell(asked, source, seen) }, source);
  }

  /** `forsaken`: nobody answers, long after the payment's time; who pays it all the same has paid late. */
  private async askInTime(asked: Asked): Promise<PaymentState | 'absent' | 'silent' | 'forsaken'> {
    const { row } = asked;
    try {
      return await runInScope({ reference: row.id }, () => this.ask(asked));
    } catch (error) {
      const isHopeless = isWaiting(row) && isForsaken(this.closing.now(), endOf(row));
      if (error instanceof VendorError && isHopeless) return 'forsaken';
      throw error;
    }
  }

  /** The process that asks the vendor is at work, and writes what comes of it. */
  private isBeingCreated({ status, created_at: createdAt }: PaymentRow): boolean {
    const age = this.closing.now().getTime() - createdAt.getTime();
    return status === 'created' && age < CREATED_CHECK_MS;
  }

  private async tell(
    { row, provider }: Asked,
    source: PaymentEventSource,
    state: PaymentState,
  ): Promise<PaymentRow> {
    const observed = await this.observer.observe(row.id, {
      source,
      state,
      providerId: provider.id,
    });
    return observed.row;
  }

  /** `silent`: this vendor can't be asked, or its denial proves nothing. */
  private async ask(asked: Asked): Promise<PaymentState | 'absent' | 'silent'> {
    const { row, port } = asked;
    const isLost = isUnconfirmed(row.status);
    const canFind = port.can('lookup');
    if (!port.can('status') && !(isLost && canFind)) return 'silent';
    try {
      return isLost ? await this.find(asked) : await port.status(toQuery(row));
    } catch (error) {
      if (!(error instanceof VendorError && error.kind === 'not_found')) throw error;
      return isLost && !canFind ? 'silent' : 'absent';
    }
  }

  /** A create whose answer was lost, with its page or code where the vendor gives that again. */
  private async find({ row, provider, port }: Asked): Promise<PaymentState> {
    const found = await port.find(toQuery(row));
    const state = { ...found, status: found.status ?? 'pending' };
    if (!this.isRepeatable(row)) return state;
    const request = await this.numbers.createRequest(row, methodOf(row, provider), provider);
    return withAction(port, request, state);
  }

  private isRepeatable(row: PaymentRow): boolean {
    return this.closing.now().getTime() - row.created_at.getTime() < REPEATABLE_MS;
  }

  /** The vendor has no such payment: a create that was lost on the way, or a page nobody chose a method on. */
  private denied(asked: Asked, source: PaymentEventSource): Promise<PaymentRow> {
    const { row } = asked;
    return isUnconfirmed(row.status) && row.check_count >= DENIALS_UNTIL_FAILED
      ? this.closing.fail(row, 'The vendor never received this payment.')
      : this.endIfOver(asked, source);
  }

  /** Several vendors say nothing when a page or code runs out, so the hub keeps the time itself. */
  private async endIfOver(asked: Asked, source: PaymentEventSource): Promise<PaymentRow> {
    const { row } = asked;
    if (!isWaiting(row) || !isPastEnd(this.closing.now(), endOf(row))) return row;
    if (await this.isClosed(asked)) return this.closing.expire(row);
    // It may have been paid in this moment.
    const seen = await runInScope({ reference: row.id }, () => this.ask(asked));
    const now = typeof seen === 'object' ? await this.tell(asked, source, seen) : row;
    return isOpen(now.status) ? this.closing.expire(row) : now;
  }

  /** So that nobody pays what the PMS was told is over; false when the vendor refuses to close it. */
  private async isClosed({ row, port }: Asked): Promise<boolean> {
    if (!port.can('cancel')) return true;
    try {
      await runInScope({ reference: row.id }, () => port.cancel(toQuery(row)));
      return true;
    } catch (error) {
      if (error instanceof VendorError) return error.kind === 'not_found';
      throw error;
    }
  }
}

/** Its time runs; money that is held for it has another. */
function isWaiting({ status }: PaymentRow): boolean {
  return status === 'pending' || isUnconfirmed(status);
}

/** The method as far as this provider has it: the row may name another provider's default. */
function methodOf({ method }: PaymentRow, { connector }: Provider): { method?: string } {
  return method !== null && Object.hasOwn(connector.methods, method) ? { method } : {};
}
