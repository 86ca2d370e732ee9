/**
 * The breaker of one provider in this process. opossum holds the state (closed, open, half-open), its
 * timer and its figures; when to open is ours, because the rule counts failures in a row and counts
 * them over all processes. The database is asked only when something fails, recovers or is to be
 * probed; a healthy call costs nothing but the state machine.
 */
import type { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import {
  BreakerOpenError,
  type BreakerRow,
  type BreakerSettings,
  type BreakerStore,
  healthSignOf,
} from './breaker-state.js';

type Work = () => Promise<unknown>;

/** A change that this process made, so that one alert is raised and not one in each process. */
export type BreakerChange = 'opened' | 'closed';

export interface ProviderBreakerOptions {
  readonly providerId: string;
  readonly store: BreakerStore;
  /** Emits `rotate` every second for opossum's figures: one timer for all breakers. */
  readonly rotation: EventEmitter;
  readonly onChange: (change: BreakerChange) => void;
  /** The shared state could not be reached; this process goes on by what it sees itself. */
  readonly onStoreError: (error: unknown) => void;
}

export interface BreakerProfile {
  readonly name: string;
  readonly settings: BreakerSettings;
}

/** What an operator sees; `half_open` means that the next call is the probe, or that it is running. */
export interface BreakerView {
  readonly state: 'closed' | 'open' | 'half_open';
  readonly failures: number;
  readonly isForced: boolean;
  readonly retryAt: Date | undefined;
}

/** The longest timer that there is, 24 days; nothing is lost when it ends, the probe is refused then. */
const FOREVER_MS = 2_147_483_647;

export class ProviderBreaker {
  private readonly circuit: CircuitBreaker<[Work, boolean]>;
  private readonly circuitOptions: CircuitBreaker.Options<[Work, boolean]>;
  private failures = 0;
  private version = 0;
  private isProbing = false;
  private isForced = false;
  private openUntil = 0;

  /** @param profile how messages name the provider, and its rule; may change with each call */
  constructor(
    private readonly options: ProviderBreakerOptions,
    public profile: BreakerProfile,
  ) {
    this.circuitOptions = {
      name: options.providerId,
      timeout: false,
      resetTimeout: profile.settings.openMs,
      // It never opens by percentage: no number of calls is enough for that.
      volumeThreshold: Number.MAX_SAFE_INTEGER,
      errorFilter: (error: unknown) => healthSignOf(error) !== 'failure',
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      rotateBucketController: options.rotation,
    };
    this.circuit = new CircuitBreaker(
      (work: Work, isProbe: boolean) => this.attempt(work, isProbe),
      this.circuitOptions,
    );
  }

  /**
   * Does the work unless the breaker is open.
   *
   * @param probeMs time after which other processes may probe, should this one die in its probe
   * @throws BreakerOpenError without having done the work
   */
  async run<T>(work: () => Promise<T>, probeMs: number): Promise<T> {
    if (this.circuit.opened) throw this.openError();
    if (this.circuit.halfOpen && (await this.becomesProbe(probeMs))) return this.probe(work);
    return (await this.circuit.fire(work, false)) as T;
  }

  /** Takes over the shared state; what is older than what is known already is ignored. */
  apply(row: BreakerRow): void {
    if (row.version <= this.version) return;
    this.take(row);
  }

  get view(): BreakerView {
    const isOpen = this.circuit.opened;
    return {
      state: isOpen ? 'open' : this.circuit.halfOpen ? 'half_open' : 'closed',
      failures: this.failures,
      isForced: this.isForced,
      retryAt: isOpen && !this.isForced ? new Date(this.openUntil) : undefined,
    };
  }

  /** Ends opossum's timers; calls after this are refused. */
  shutdown(): void {
    this.circuit.shutdown();
  }

  private async probe<T>(work: () => Promise<T>): Promise<T> {
    try {
      return (await this.circuit.fire(work, true)) as T;
    } finally {
      this.isProbing = false;
    }
  }

  /** True when this call is the one probe; false when the breaker turned out to be closed meanwhile. */
  private async becomesProbe(probeMs: number): Promise<boolean> {
    if (this.isProbing) throw this.openError();
    this.isProbing = true;
    const asked = await this.shared(() =>
      this.options.store.tryProbe(this.options.providerId, probeMs),
    );
    // With the database away, asking the vendor is better than refusing for as long as that lasts.
    if (asked === undefined) return true;
    const { admitted, row } = asked.value;
    if (admitted) {
      this.version = row?.version ?? this.version;
      return true;
    }
    this.isProbing = false;
    if (row === undefined) this.closeLocally();
    else this.take(row);
    if (!this.circuit.closed) throw this.openError();
    return false;
  }

  private async attempt(work: Work, isProbe: boolean): Promise<unknown> {
    let result: unknown;
    try {
      result = await work();
    } catch (error) {
      await this.afterError(error, isProbe);
      throw error;
    }
    if (isProbe || this.failures > 0 || !this.circuit.closed) await this.afterAnswer(isProbe);
    return result;
  }

  private async afterError(error: unknown, isProbe: boolean): Promise<void> {
    const sign = healthSignOf(error);
    if (sign === 'answer') return this.afterAnswer(isProbe);
    if (isProbe) return sign === 'failure' ? this.probeFailed() : this.probeSaidNothing();
    if (sign === 'failure') return this.countFailure();
    this.keepHalfOpen();
  }

  private async afterAnswer(isProbe: boolean): Promise<void> {
    if (isProbe) return this.probeSucceeded();
    if (!this.circuit.closed) {
      this.keepHalfOpen();
      return;
    }
    if (this.failures === 0) return;
    this.failures = 0;
    await this.shared(() => this.options.store.reset(this.options.providerId));
  }

  private async countFailure(): Promise<void> {
    // What was under way when it opened, or during a probe, says nothing new.
    if (!this.circuit.closed) {
      this.keepHalfOpen();
      return;
    }
    const { failures, openMs } = this.profile.settings;
    this.failures += 1;
    const counted = await this.shared(() =>
      this.options.store.recordFailure(this.options.providerId, { failures, openMs }),
    );
    if (counted === undefined) {
      if (this.failures >= failures) this.openFor(openMs);
      return;
    }
    this.apply(counted.value);
    if (counted.value.opened) this.options.onChange('opened');
  }

  private async probeSucceeded(): Promise<void> {
    const closed = await this.shared(() => this.options.store.close(this.options.providerId));
    const isRefused = closed !== undefined && closed.value === undefined;
    if (isRefused) {
      // An operator forced it open meanwhile; the notice of that is on its way.
      this.keepHalfOpen();
      return;
    }
    if (closed?.value !== undefined) this.apply(closed.value);
    this.closeLocally();
    this.options.onChange('closed');
  }

  private async probeFailed(): Promise<void> {
    const { openMs } = this.profile.settings;
    const reopened = await this.shared(() =>
      this.options.store.reopen(this.options.providerId, openMs),
    );
    if (reopened?.value !== undefined) this.take(reopened.value);
    else if (this.circuit.halfOpen) this.openFor(openMs);
  }

  private async probeSaidNothing(): Promise<void> {
    await this.shared(() => this.options.store.releaseProbe(this.options.providerId));
    this.keepHalfOpen();
  }

  /**
   * opossum closes on any call that ends well while it is half-open. Only the probe may do that, so for
   * others it is opened for no time: it is half-open again before the next call.
   */
  private keepHalfOpen(): void {
    if (this.circuit.halfOpen) this.openFor(0);
  }

  private take(row: BreakerRow): void {
    // Notices of our own probe come back to us; it is decided by its end, except for the operator's word.
    if (
      this.isProbing &&
      row.state === 'open' &&
      !row.forced &&
      this.circuit.halfOpen &&
      row.probe_in_ms > 0
    ) {
      return;
    }
    this.version = row.version;
    this.isForced = row.forced;
    this.failures = row.failures;
    if (row.state === 'open') {
      this.openFor(row.forced ? FOREVER_MS : Math.max(row.retry_in_ms, row.probe_in_ms));
      return;
    }
    this.circuit.close();
  }

  private openFor(ms: number): void {
    // One millisecond more, so that the database agrees that the time is over.
    const wait = Math.min(FOREVER_MS, Math.ceil(ms) + (ms > 0 ? 1 : 0));
    this.openUntil = Date.now() + wait;
    // opossum starts its timer when it opens; closing first lets an open one start anew.
    this.circuit.close();
    this.circuitOptions.resetTimeout = wait;
    this.circuit.open();
  }

  private closeLocally(): void {
    this.failures = 0;
    this.circuit.close();
  }

  private openError(): BreakerOpenError {
    const seconds = Math.max(1, Math.ceil((this.openUntil - Date.now()) / 1_000));
    return new BreakerOpenError(this.profile.name, this.isForced ? undefined : seconds);
  }

  /** Undefined when the shared state can't be reached: calls must not fail for that. */
  private async shared<T>(step: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    try {
      return { value: await step() };
    } catch (error) {
      this.options.onStoreError(error);
      return undefined;
    }
  }
}
