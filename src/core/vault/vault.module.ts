import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Config, ConfigError } from '#core/config/config.js';
import { KeyCheck } from './key-check.js';
import { KeyRing } from './key-ring.js';
import { KeyHolder } from './rotation/key-holder.js';
import { SEALED_TABLES, type SealedTable } from './sealed-table.js';
import { Vault } from './vault.js';

/** Global like the rest of the kernel; `Config` and `Database` come from the kernel's own modules. */
@Global()
@Module({})
export class VaultModule {
  /** @param sealedTables every table that holds sealed texts, whatever layer it belongs to */
  static forRoot(sealedTables: readonly SealedTable[]): DynamicModule {
    return {
      module: VaultModule,
      providers: [
        { provide: KeyRing, inject: [Config], useFactory: createKeyRing },
        { provide: Vault, inject: [KeyRing], useFactory: (ring: KeyRing) => new Vault(ring) },
        { provide: SEALED_TABLES, useValue: sealedTables },
        KeyCheck,
        KeyHolder,
      ],
      exports: [KeyRing, Vault, SEALED_TABLES, KeyCheck, KeyHolder],
    };
  }
}

function createKeyRing(config: Config): KeyRing {
  // Embedded mode reads its key file before the modules are built, so absence here is a mistake in settings.
  if (!config.masterKeys) {
    throw new ConfigError(['KUNCI_MASTER_KEY: expected base64:<32 bytes>']);
  }
  return new KeyRing(config.masterKeys);
}
