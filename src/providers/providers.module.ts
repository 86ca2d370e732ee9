import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CategoryRegistry, type Category } from './category-registry.js';
import { ConnectionTestParts, ConnectionTestService } from './connection-test.service.js';
import { ConnectorPreviewController } from './connector-preview.controller.js';
import { CredentialStore } from './credential-store.js';
import { PresetCatalogue } from './preset-catalogue.js';
import { PresetController } from './preset.controller.js';
import { ProviderController } from './provider.controller.js';
import { ProviderDrafts } from './provider-draft.js';
import { ProviderEntity } from './provider.entity.js';
import { ProviderFactory } from './provider.factory.js';
import { ProviderRegistry } from './provider-registry.js';
import { ProviderRepository } from './provider.repository.js';
import { ProviderContext, ProvidersService } from './providers.service.js';

/** Providers, presets and connection tests. A category announces its formats with `forCategory`. */
@Module({
  imports: [TypeOrmModule.forFeature([ProviderEntity])],
  controllers: [ConnectorPreviewController, PresetController, ProviderController],
  providers: [
    CategoryRegistry,
    ConnectionTestParts,
    ConnectionTestService,
    CredentialStore,
    PresetCatalogue,
    ProviderContext,
    ProviderDrafts,
    ProviderFactory,
    ProviderRegistry,
    ProviderRepository,
    ProvidersService,
  ],
  exports: [CategoryRegistry, CredentialStore, ProviderRegistry],
})
export class ProvidersModule {
  static forCategory(category: Category): DynamicModule {
    return {
      module: CategoryModule,
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

/** Carries one category into the registry before anything asks for it. */
@Module({ imports: [ProvidersModule] })
class CategoryModule {}
