import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeyCache } from './api-keys/api-key-cache.js';
import { ApiKeyIssuer } from './api-keys/api-key-issuer.js';
import { ApiKeyUsage } from './api-keys/api-key-usage.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { ApiKeysRepository } from './api-keys/api-keys.repository.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AuditLog } from './audit-log.js';
import { AuditLogController } from './audit/audit-log.controller.js';
import { AuditLogRepository } from './audit/audit-log.repository.js';
import { AuditLogService } from './audit/audit-log.service.js';
import { BootstrapService } from './bootstrap.service.js';
import { KeyRotationController } from './key-rotation/key-rotation.controller.js';
import { KeyRotations } from './key-rotation/key-rotations.js';
import { RotationEnd } from './key-rotation/rotation-end.js';
import { RotationRunner } from './key-rotation/rotation-runner.js';
import { RotationStatus } from './key-rotation/rotation-status.js';
import { RotationSteps } from './key-rotation/rotation-steps.js';
import { PropertiesController } from './properties/properties.controller.js';
import { PropertiesRepository } from './properties/properties.repository.js';
import { PropertiesService } from './properties/properties.service.js';
import { FirstOwner } from './setup/first-owner.js';
import { SetupLinks } from './setup/setup-links.js';
import { SetupLinksRepository } from './setup/setup-links.repository.js';
import { SetupThrottleGuard } from './setup/setup-throttle.guard.js';
import { SettingsController } from './settings/settings.controller.js';
import { SetupController } from './setup/setup.controller.js';
import { SetupService } from './setup/setup.service.js';
import { UsersRepository } from './users/users.repository.js';
import { UsersService } from './users/users.service.js';

/** Who may call the hub and what they did. Global, because every module writes the audit log. */
@Global()
@Module({
  controllers: [
    ApiKeysController,
    AuditLogController,
    KeyRotationController,
    PropertiesController,
    SetupController,
    SettingsController,
  ],
  providers: [
    ApiKeyCache,
    ApiKeyGuard,
    ApiKeyIssuer,
    ApiKeysRepository,
    ApiKeysService,
    ApiKeyUsage,
    AuditLog,
    AuditLogRepository,
    AuditLogService,
    BootstrapService,
    FirstOwner,
    KeyRotations,
    PropertiesRepository,
    PropertiesService,
    RotationEnd,
    RotationRunner,
    RotationStatus,
    RotationSteps,
    SetupLinks,
    SetupLinksRepository,
    SetupService,
    SetupThrottleGuard,
    UsersRepository,
    UsersService,
    { provide: APP_GUARD, useExisting: ApiKeyGuard },
  ],
  exports: [AuditLog, BootstrapService, PropertiesRepository, UsersService],
})
export class AccessModule {}
