import { EventEmitter } from 'node:events';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { Notifications } from '#core/database/notifications.js';
import type { Log } from '#core/logging/log.js';
import {
  BREAKER_CHANNEL,
  type BreakerRow,
  breakerRowSchema,
  type BreakerStore,
  DEFAULT_BREAKER_SETTINGS,
} from './breaker-state.js';
import {
  type BreakerChange,
  type BreakerProfile,
  type BreakerView,
  ProviderBreaker,
} from './circuit-breaker.js';

/** A provider went down or came back, as seen by the process that made the change. */
export interface BreakerEvent {
  readonly providerId: string;
  readonly change: BreakerChange;
  readonly isForced: boolean;
}

const ROTATION_MS = 1_000;

/** Of a provider that another process told of before it was called here. */
const UNSEEN: BreakerProfile = { name: 'The provider', settings: DEFAULT_BREAKER_SETTINGS };

/** All breakers of this process, kept in step with those of the others. */
export class Breakers implements OnModuleInit, OnApplicationShutdown {
  private readonly breakers = new Map<string, ProviderBreaker>();
  private readonly listeners = new Set<(event: BreakerEvent) => void>();
  private readonly rotation = new EventEmitter().setMaxListeners(0);
  private readonly rotationTimer = setInterval(
    () => this.rotation.emit('rotate'),
    ROTATION_MS,
  ).unref();
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly store: BreakerStore,
    private readonly notifications: Pick<Notifications, 'subscribe' | 'onReconnect'>,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    this.unsubscribe = this.notifications.subscribe(BREAKER_CHANNEL, (payload) =>
      this.hear(payload),
    );
    this.notifications.onReconnect(() => void this.readAll());
    await this.readAll();
  }

  onApplicationShutdown(): void {
    this.unsubscribe?.();
    clearInterval(this.rotationTimer);
    for (const breaker of this.breakers.values()) breaker.shutdown();
    this.breakers.clear();
  }

  /** The breaker of a provider; its name and rule are those of the latest call. */
  of(providerId: string, profile: BreakerProfile): ProviderBreaker {
    const known = this.breakers.get(providerId);
    if (known === undefined) return this.create(providerId, profile);
    known.profile = profile;
    return known;
  }

  /** What the breaker of a provider looks like from here; one that was never used is closed. */
  viewOf(providerId: string): BreakerView {
    const known = this.breakers.get(providerId);
    return known?.view ?? { state: 'closed', failures: 0, isForced: false, retryAt: undefined };
  }

  /** Whether a call would be refused without asking the vendor; false as soon as a probe is due. */
  isResting(providerId: string, now = Date.now()): boolean {
    const view = this.viewOf(providerId);
    if (view.state !== 'open') return false;
    return view.isForced || (view.retryAt !== undefined && view.retryAt.getTime() > now);
  }

  /**
   * The operator's word, for all processes. Open stays open until it is closed by hand; closed forgets
   * the failures and counts from there on.
   */
  async force(providerId: string, state: 'open' | 'closed'): Promise<BreakerView> {
    const row = await this.store.force(providerId, state);
    this.take(row);
    this.tell({ providerId, change: state === 'open' ? 'opened' : 'closed', isForced: true });
    return this.viewOf(providerId);
  }

  /** For a provider that is gone. */
  async forget(providerId: string): Promise<void> {
    await this.store.forget(providerId);
    this.breakers.get(providerId)?.shutdown();
    this.breakers.delete(providerId);
  }

  /** Hears of changes made by this process; returns how to stop. */
  subscribe(listener: (event: BreakerEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private create(providerId: string, profile: BreakerProfile): ProviderBreaker {
    const breaker = new ProviderBreaker(
      {
        providerId,
        store: this.store,
        rotation: this.rotation,
        onChange: (change) => this.tell({ providerId, change, isForced: false }),
        onStoreError: (error) =>
          this.log.warn(
            { err: error, provider_id: providerId },
            'breaker state could not be shared',
          ),
      },
      profile,
    );
    this.breakers.set(providerId, breaker);
    return breaker;
  }

  private hear(payload: string): void {
    const row = parseRow(payload);
    if (row === undefined) {
      this.log.warn({ channel: BREAKER_CHANNEL }, 'a notice could not be read');
    } else this.take(row);
  }

  private take(row: BreakerRow): void {
    const isNews = this.breakers.has(row.provider_id) || row.state === 'open' || row.failures > 0;
    if (!isNews) return;
    const breaker = this.breakers.get(row.provider_id) ?? this.create(row.provider_id, UNSEEN);
    breaker.apply(row);
  }

  private async readAll(): Promise<void> {
    try {
      for (const row of await this.store.listAll()) this.take(row);
    } catch (error) {
      this.log.warn(
        { err: error },
        'breaker states could not be read; they are learnt as calls fail',
      );
    }
  }

  private tell(event: BreakerEvent): void {
    this.log.warn(
      { provider_id: event.providerId, change: event.change, forced: event.isForced },
      'a breaker changed its state',
    );
    for (const listener of this.listeners) listener(event);
  }
}

function parseRow(payload: string): BreakerRow | undefined {
  try {
    return breakerRowSchema.parse(JSON.parse(payload));
  } catch {
    return undefined;
  }
}
