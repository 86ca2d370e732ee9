import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notifications } from '#core/database/notifications.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { Log } from '#core/logging/log.js';
import { KeyRing } from '#core/vault/key-ring.js';
import { PROVIDERS_CHANNEL } from './credential-store.js';
import type { ProviderRow } from './provider.entity.js';
import { ProviderFactory } from './provider.factory.js';
import { ProviderRepository } from './provider.repository.js';
import type { Provider } from './provider.types.js';

/** For how long an unknown slug is not asked for again, and how many of them are remembered. */
const MISS_MS = 1_000;
const MISS_LIMIT = 10_000;

/**
 * Every provider in memory, so that calls and webhooks cost no query. Changes of other processes
 * arrive by NOTIFY; after a lost connection everything is read again.
 */
@Injectable()
export class ProviderRegistry implements OnModuleInit {
  private byId = new Map<string, Provider>();
  private bySlug = new Map<string, Provider>();
  private readonly misses = new Map<string, number>();

  constructor(
    private readonly repository: ProviderRepository,
    private readonly factory: ProviderFactory,
    private readonly notifications: Notifications,
    private readonly ring: KeyRing,
    private readonly log: Log,
  ) {}

  async onModuleInit(): Promise<void> {
    this.notifications.subscribe(
      PROVIDERS_CHANNEL,
      (id) => void this.refresh(id).catch((error: unknown) => this.report(error)),
    );
    const loadAgain = () => void this.loadAll().catch((error: unknown) => this.report(error));
    this.notifications.onReconnect(loadAgain);
    // A row that was left out, because another process had sealed it with a key that was new, can be read now.
    this.ring.onLearned(loadAgain);
    await this.loadAll();
  }

  find(id: string): Provider | undefined {
    return this.byId.get(id);
  }

  /** @throws NotFoundError for an unknown or archived provider */
  get(id: string): Provider {
    const provider = this.byId.get(id);
    if (!provider || provider.isArchived) {
      throw new NotFoundError(`There is no provider ${id}; GET /api/v1/providers lists them.`);
    }
    return provider;
  }

  findBySlug(slug: string): Provider | undefined {
    return this.bySlug.get(slug);
  }

  /** Also asks the database, for a provider that another process made a moment ago. */
  async findFreshBySlug(slug: string, now = Date.now()): Promise<Provider | undefined> {
    const known = this.bySlug.get(slug);
    if (known) return known;
    const missedAt = this.misses.get(slug);
    if (missedAt !== undefined && now - missedAt < MISS_MS) return undefined;
    const entity = await this.repository.findBySlug(slug);
    if (entity) return this.put(entity);
    if (this.misses.size >= MISS_LIMIT) this.misses.clear();
    this.misses.set(slug, now);
    return undefined;
  }

  /** All of one category that are not archived. */
  listOf(integrationType: string): Provider[] {
    return [...this.byId.values()].filter(
      (provider) => provider.integrationType === integrationType && !provider.isArchived,
    );
  }

  /** All that can be read, archived ones included. */
  list(): Provider[] {
    return [...this.byId.values()];
  }

  /** Providers that use the same vendor account, the one itself included. */
  siblingsOf(provider: Provider): Provider[] {
    if (provider.accountFingerprint === 'none') return [provider];
    return [...this.byId.values()].filter(
      (other) =>
        other.integrationType === provider.integrationType &&
        other.accountFingerprint === provider.accountFingerprint &&
        other.propertyId === provider.propertyId,
    );
  }

  /** Reads one row again; call it after a change in this process so that the change shows at once. */
  async refresh(id: string): Promise<void> {
    const entity = await this.repository.findById(id);
    const known = this.byId.get(id);
    if (known) this.bySlug.delete(known.slug);
    if (entity) {
      this.put(entity);
    } else {
      this.byId.delete(id);
    }
  }

  private async loadAll(): Promise<void> {
    const entities = await this.repository.all();
    this.byId = new Map();
    this.bySlug = new Map();
    for (const entity of entities) this.tryPut(entity);
  }

  /** One unreadable row must not keep the others from working. */
  private tryPut(entity: ProviderRow): void {
    try {
      this.put(entity);
    } catch (error) {
      this.log.error(
        { err: error, provider_id: entity.id },
        'a provider can not be read and is left out',
      );
    }
  }

  private put(entity: ProviderRow): Provider {
    const provider = this.factory.create(entity);
    this.byId.set(provider.id, provider);
    this.bySlug.set(provider.slug, provider);
    this.misses.delete(provider.slug);
    return provider;
  }

  private report(error: unknown): void {
    this.log.error({ err: error }, 'reading providers again failed');
  }
}
