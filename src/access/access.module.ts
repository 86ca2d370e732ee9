import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Config } from '#core/config/config.js';
import { Log } from '#core/logging/log.js';
import { nowAndThen } from '#core/queue/now-and-then.js';
import { RateLimits } from '#core/rate-limit/rate-limits.js';
import { RedisCounter } from '#core/rate-limit/redis-counter.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeyAuthenticator } from './api-keys/api-key-authenticator.js';
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
import { LoginAudit } from './login/login-audit.js';
import { LoginGate } from './login/login-gate.js';
import { LoginThrottle } from './login/login-throttle.js';
import { LoginThrottleRepository } from './login/login-throttle.repository.js';
import { LoginService } from './login/login.service.js';
import { SessionController } from './login/session.controller.js';
import { PropertiesController } from './properties/properties.controller.js';
import { PropertiesRepository } from './properties/properties.repository.js';
import { PropertiesService } from './properties/properties.service.js';
import { SecondFactorCheck } from './second-factor/second-factor-check.js';
import { SecondFactorEnrolment } from './second-factor/second-factor-enrolment.js';
import { SecondFactorProofs } from './second-factor/second-factor-proofs.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorRepository } from './second-factor/second-factor.repository.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { SessionActivity } from './sessions/session-activity.js';
import { SessionAuthenticator } from './sessions/session-authenticator.js';
import { SessionCache } from './sessions/session-cache.js';
import { SessionEndings } from './sessions/session-endings.js';
import { SessionReplies } from './sessions/session-replies.js';
import { SessionStarter } from './sessions/session-starter.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { RequestLimits } from './rate-limit/request-limits.js';
import { FirstOwner } from './setup/first-owner.js';
import { SetupLinks } from './setup/setup-links.js';
import { SetupLinksRepository } from './setup/setup-links.repository.js';
import { SetupThrottleGuard } from './setup/setup-throttle.guard.js';
import { SettingsController } from './settings/settings.controller.js';
import { SetupController } from './setup/setup.controller.js';
import { SetupService } from './setup/setup.service.js';
import { InvitationAcceptance } from './users/invitation-acceptance.js';
import { InvitationThrottleGuard } from './users/invitation-throttle.guard.js';
import { InvitationController } from './users/invitation.controller.js';
import { OwnAccountService } from './users/own-account.service.js';
import { PasswordProof } from './users/password-proof.js';
import { UserChanges } from './users/user-changes.js';
import { UserCreator } from './users/user-creator.js';
import { UserInvitations } from './users/user-invitations.js';
import { UserInvitationsRepository } from './users/user-invitations.repository.js';
import { UsersController } from './users/users.controller.js';
import { UsersRepository } from './users/users.repository.js';
import { UsersService } from './users/users.service.js';

/** Who may call the hub and what they did. Global, because every module writes the audit log. */
@Global()
@Module({
  controllers: [
    ApiKeysController,
    AuditLogController,
    KeyRotationController,
    InvitationController,
    PropertiesController,
    SecondFactorController,
    SessionController,
    SessionsController,
    SetupController,
    SettingsController,
    UsersController,
  ],
  providers: [
    AccessGuard,
    ApiKeyCache,
    ApiKeyAuthenticator,
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
    InvitationAcceptance,
    InvitationThrottleGuard,
    LoginAudit,
    LoginGate,
    LoginService,
    LoginThrottle,
    LoginThrottleRepository,
    OwnAccountService,
    PasswordProof,
    SecondFactorCheck,
    SecondFactorEnrolment,
    SecondFactorProofs,
    SecondFactorRepository,
    SecondFactorService,
    SessionActivity,
    SessionAuthenticator,
    SessionCache,
    SessionEndings,
    SessionReplies,
    SessionsRepository,
    SessionsService,
    SessionStarter,
    SetupLinks,
    SetupLinksRepository,
    SetupService,
    SetupThrottleGuard,
    UserChanges,
    UserCreator,
    UserInvitations,
    UserInvitationsRepository,
    UsersRepository,
    UsersService,
    RequestLimits,
    { provide: RateLimits, inject: [Config, Log], useFactory: rateLimitsOf },
    { provide: APP_GUARD, useExisting: AccessGuard },
  ],
  exports: [
    ApiKeysRepository,
    AuditLog,
    BootstrapService,
    PropertiesRepository,
    RateLimits,
    UsersService,
  ],
})
export class AccessModule {}

const TROUBLE_MS = 30_000;

/** Counted in Redis where there is one, by the processes that answer requests. */
function rateLimitsOf(config: Config, log: Log): RateLimits {
  if (config.redisUrl === undefined || !config.servesHttp) return new RateLimits(undefined);
  const report = nowAndThen<Error>(
    (error) => log.warn({ err: error }, 'requests are counted in memory while Redis is away'),
    { everyMs: TROUBLE_MS },
  );
  return new RateLimits(
    new RedisCounter(config.redisUrl, `{kunci-${config.installationId}}:rate:`, report),
  );
}
