import { Global, Module } from '@nestjs/common';
import { Config, ConfigError } from '#core/config/config.js';
import { KeyCheck } from './key-check.js';
import { KeyRing } from './key-ring.js';
import { Vault } from './vault.js';

/** Global like the rest of the kernel; `Config` and `Database` come from the kernel's own modules. */
@Global()
@Module({
  providers: [
    { provide: KeyRing, inject: [Config], useFactory: createKeyRing },
    { provide: Vault, inject: [KeyRing], useFactory: (ring: KeyRing) => new Vault(ring) },
    KeyCheck,
  ],
  exports: [KeyRing, Vault, KeyCheck],
})
export class VaultModule {}

function createKeyRing(config: Config): KeyRing {
  // Embedded mode reads its key file before the modules are built, so absence here is a mistake in settings.
  if (!config.masterKeys) {
    throw new ConfigError(['KUNCI_MASTER_KEY: expected base64:<32 bytes>']);
  }
  return new KeyRing(config.masterKeys);
}
