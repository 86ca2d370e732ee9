import { Injectable } from '@nestjs/common';
import type { Format } from '#connectors/format.js';

/** One kind of integration and the explicit list of its formats. */
export interface Category<Port = unknown> {
  readonly id: string;
  readonly formats: readonly Format<Port>[];
  /** Keys that a PMS may map, such as `payment.qris`; further ones of the same category may be made up. */
  readonly features: readonly string[];
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

  findFormat(categoryId: string, formatId: string): Format<unknown> | undefined {
    return this.categories.get(categoryId)?.formats.find((format) => format.id === formatId);
  }

  formatIds(categoryId: string): string[] {
    return (this.categories.get(categoryId)?.formats ?? []).map((format) => format.id);
  }
}
