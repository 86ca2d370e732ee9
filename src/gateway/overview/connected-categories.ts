import { Injectable } from '@nestjs/common';
import { CategoryRegistry } from '#providers/category-registry.js';
import { ProviderRegistry } from '#providers/provider-registry.js';

/** Which kinds of integration there are, and which of them somebody has connected. */
@Injectable()
export class ConnectedCategories {
  constructor(
    private readonly categories: CategoryRegistry,
    private readonly providers: ProviderRegistry,
  ) {}

  installed(): string[] {
    return this.categories.list().map(({ id }) => id);
  }

  /** With an active provider of the property, or of all. */
  connected(propertyId: string | null): string[] {
    const active = this.providers
      .list()
      .filter(
        (provider) =>
          provider.isActive &&
          !provider.isArchived &&
          (propertyId === null ||
            provider.propertyId === null ||
            provider.propertyId === propertyId),
      );
    return [...new Set(active.map(({ integrationType }) => integrationType))];
  }
}
