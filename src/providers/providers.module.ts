import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SearchSourcesModule } from '#core/search/search-sources.module.js';
import { CategoryRegistry, type Category } from './category-registry.js';
import { ConnectionProbes } from './connection-probes.js';
import { ConnectionTestParts } from './connection-test-parts.js';
import { ConnectionTestService } from './connection-test.service.js';
import { ConnectorPreviewController } from './connector-preview.controller.js';
import { CredentialStore } from './credential-store.js';
import { ProviderOrderController } from './order/provider-order.controller.js';
import { ProviderOrders } from './order/provider-orders.js';
import { ProviderPauseController } from './pause/provider-pause.controller.js';
import { EndedPauses } from './pause/ended-pauses.js';
import { ProviderPauses } from './pause/provider-pauses.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { PresetController } from './preset.controller.js';
import { ProviderController } from './provider.controller.js';
import { ProviderDrafts } from './provider-draft.js';
import { ProviderEntity } from './provider.entity.js';
import { ProviderFactory } from './provider.factory.js';
import { ProviderRegistry } from './provider-registry.js';
import { ProviderRepository } from './provider.repository.js';
import { ProviderContext } from './provider.context.js';
import { ProviderSearch } from './provider-search.js';
import { ProvidersService } from './providers.service.js';

/** Carries one category into the registry before anything asks for it. */
@Module({})
class CategoryModule {}

/** Providers, presets and connection tests. A category announces its formats with `forCategory`. */
@Module({
  imports: [SearchSourcesModule, TypeOrmModule.forFeature([ProviderEntity])],
  controllers: [
    ConnectorPreviewController,
    PresetController,
    ProviderOrderController,
    ProviderController,
    ProviderPauseController,
  ],
  providers: [
    CategoryRegistry,
    ConnectionProbes,
    ConnectionTestParts,
    ConnectionTestService,
    CredentialStore,
    PresetCatalogue,
    ProviderContext,
    ProviderDrafts,
    ProviderFactory,
    EndedPauses,
    ProviderOrders,
    ProviderPauses,
    ProviderRegistry,
    ProviderRepository,
    ProviderSearch,
    ProvidersService,
  ],
  exports: [CategoryRegistry, CredentialStore, ProviderRegistry],
})
export class ProvidersModule {
  static forCategory(category: Category): DynamicModule {
    return {
      module: CategoryModule,
      imports: [ProvidersModule],
      providers: [
        {
          provide: `category:${category.id}`,
          inject: [CategoryRegistry],
          useFactory: (registry: CategoryRegistry) => registry.register(category),
        },
      ],
    };
  }
}
