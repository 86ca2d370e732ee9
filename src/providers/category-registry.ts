import { Injectable } from '@nestjs/common';
import type { Format } from '#connectors/format.js';
import type { Localized } from '#connectors/template.schemas.js';
import type { ConnectionProbe } from './connection-probe.js';

/** One kind of integration and the explicit list of its formats. */
export interface Category<Port = unknown> {
  readonly id: string;
  readonly formats: readonly Format<Port>[];
  /** Keys that a PMS may map, such as `payment.qris`; further ones of the same category may be made up. */
  readonly features: readonly string[];
  /** What people call them, as it stands inside a sentence. */
  readonly featureNames?: Readonly<Record<string, Localized>>;
  /** What a connection test tries in the sandbox beyond the credentials. */
  readonly connectionProbe?: ConnectionProbe<Port>;
  /** Its devices stand in the house, so a provider may name one host of the local network. */
  readonly isOnPremise?: boolean;
}

/** The categories that are installed; each registers itself through `ProvidersModule.forCategory`. */
@Injectable()
export class CategoryRegistry {
  private readonly categories = new Map<string, Category>();

  register(category: Category): void {
    this.categories.set(category.id, category);
  }

  list(): Category[] {
    return [...this.categories.values()];
  }

  find(categoryId: string): Category | undefined {
    return this.categories.get(categoryId);
  }

  /** A feature in words; one that a PMS made up stands in quotes, as it is written. */
  featureName(featureKey: string): Localized {
    const [categoryId = ''] = featureKey.split('.');
    const quoted = `"${featureKey}"`;
    return this.find(categoryId)?.featureNames?.[featureKey] ?? { id: quoted, en: quoted };
  }

  findFormat(categoryId: string, formatId: string): Format<unknown> | undefined {
    return this.categories.get(categoryId)?.formats.find((format) => format.id === formatId);
  }

  formatIds(categoryId: string): string[] {
    return (this.categories.get(categoryId)?.formats ?? []).map((format) => format.id);
  }
}
