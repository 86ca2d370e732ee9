import { Injectable } from '@nestjs/common';
import { AuditLog } from '#access/audit-log.js';
import { type Actor, assertPropertyAccess, type Principal } from '#access/principal.js';
import type { FieldError } from '#core/errors/app-error.js';
import { SchemaError } from '#core/validation/validation.pipe.js';
import { ProviderRegistry } from '#providers/provider-registry.js';
import type { Provider } from '#providers/provider.types.js';
import { PaymentChains } from '../payment-chains.js';
import { compareMethods, groupOf, isKnownMethod, labelOf } from './known-methods.js';
import { MethodSettings } from './method-settings.js';
import { type MethodSetting, MethodSettingsRepository } from './method-settings.repository.js';
import type { MethodSettingsAnswer, PutMethodSettings } from './payment-methods.schemas.js';

/** Reads and changes which methods a property offers. */
@Injectable()
export class MethodSettingsService {
  constructor(
    private readonly settings: MethodSettings,
    private readonly rows: MethodSettingsRepository,
    private readonly chains: PaymentChains,
    private readonly providers: ProviderRegistry,
    private readonly audit: AuditLog,
  ) {}

  async get(wanted: string | undefined, principal: Principal): Promise<MethodSettingsAnswer> {
    const { propertyId } = await this.chains.userOf(wanted, principal);
    return this.answer(propertyId);
  }

  /**
   * Replaces everything that is set for the property, or for all.
   *
   * @throws SchemaError for a method that is unknown or named twice
   */
  async put(body: PutMethodSettings, actor: Actor): Promise<MethodSettingsAnswer> {
    if (body.property_id === null) assertPropertyAccess(actor.principal, null);
    const { propertyId } = await this.chains.userOf(body.property_id ?? undefined, actor.principal);
    this.check(body.methods, propertyId);
    const before = this.settings
      .ownOf(propertyId)
      .map(({ method, enabled, position }) => ({ method, enabled, position }));
    await this.rows.replace(propertyId, body.methods, (tx) =>
      this.audit.record(tx, {
        ...actor,
        action: 'payment_methods.updated',
        subject: { type: 'payment_methods', id: propertyId ?? 'all' },
        before: { methods: before },
        after: { methods: body.methods },
      }),
    );
    await this.settings.refresh();
    return this.answer(propertyId);
  }

  private check(methods: PutMethodSettings['methods'], propertyId: string | null): void {
    const known = this.methodsOf(propertyId);
    const errors = methods.flatMap(({ method }, i): FieldError[] => {
      const field = `methods.${i}.method`;
      if (methods.findIndex((other) => other.method === method) < i) {
        return [{ field, code: 'repeated', message: `"${method}" stands here twice` }];
      }
      if (isKnownMethod(method) || known.has(method)) return [];
      const offer = [...known.keys()].join(', ');
      return [
        { field, code: 'unknown', message: `no provider takes "${method}"; known: ${offer}` },
      ];
    });
    if (errors.length > 0) throw new SchemaError(errors);
  }

  /** Methods that a payment provider of the property takes, each with one that does. */
  private methodsOf(propertyId: string | null): Map<string, Provider> {
    const found = new Map<string, Provider>();
    for (const provider of this.providers.listOf('payment')) {
      if (!isOpenTo(provider, propertyId)) continue;
      for (const method of Object.keys(provider.connector.methods)) {
        if (!found.has(method)) found.set(method, provider);
      }
    }
    return found;
  }

  private answer(propertyId: string | null): MethodSettingsAnswer {
    const known = this.methodsOf(propertyId);
    const set = [...this.settings.ownOf(propertyId), ...this.settings.ownOf(null)];
    const methods = [...new Set([...known.keys(), ...set.map(({ method }) => method)])];
    const items = methods
      .map((method) => this.toItem(method, propertyId, known.get(method)))
      .toSorted((a, b) => placeOf(a) - placeOf(b) || compareMethods(a.method, b.method));
    return { property_id: propertyId, items, next_cursor: null };
  }

  private toItem(
    method: string,
    propertyId: string | null,
    provider: Provider | undefined,
  ): MethodSettingsAnswer['items'][number] {
    const setting = this.settings.find(method, propertyId);
    return {
      method,
      label: labelOf(method, provider?.connector),
      group: groupOf(method),
      enabled: setting?.enabled ?? true,
      position: setting?.position ?? null,
      source: sourceOf(setting, propertyId),
    };
  }
}

/** Who looks at all properties sees the providers of each. */
function isOpenTo(provider: Provider, propertyId: string | null): boolean {
  return [null, provider.propertyId].includes(propertyId) || provider.propertyId === null;
}

/** Those without a place come last. */
function placeOf({ position }: { readonly position: number | null }): number {
  return position ?? Number.MAX_SAFE_INTEGER;
}

function sourceOf(
  setting: MethodSetting | undefined,
  propertyId: string | null,
): MethodSettingsAnswer['items'][number]['source'] {
  if (!setting) return 'default';
  return setting.propertyId !== null && setting.propertyId === propertyId ? 'property' : 'all';
}
