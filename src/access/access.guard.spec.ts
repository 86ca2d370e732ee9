import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ErrorFilter } from '#core/errors/error.filter.js';
import { RateLimits } from '#core/rate-limit/rate-limits.js';
import { settingsSchema } from '#core/settings/settings.schemas.js';
import { SettingsService } from '#core/settings/settings.service.js';
import type { FastifyRequest } from 'fastify';
import { Clock } from '#core/time/clock.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeyAuthenticator } from './api-keys/api-key-authenticator.js';
import { ApiKeyCache, type KnownApiKey } from './api-keys/api-key-cache.js';
import { ApiKeyUsage } from './api-keys/api-key-usage.js';
import { CurrentActor, CurrentPrincipal } from './current-principal.decorator.js';
import type { Actor, Principal } from './principal.js';
import { RequestLimits } from './rate-limit/request-limits.js';
import { Public } from './public.decorator.js';
import { RequireScope } from './require-scope.decorator.js';
import { ROLE_SCOPES } from './roles.js';
import { type CurrentSession, Session } from './sessions/current-session.decorator.js';
import { SessionAuthenticator, type SignedInPerson } from './sessions/session-authenticator.js';
import { SignedIn } from './signed-in.decorator.js';

const NOW = new Date('2026-01-01T00:00:00Z');

@Controller('payments')
@RequireScope('payments:read')
class PaymentsController {
  @Get('read')
  read(@CurrentPrincipal() principal: Principal): Principal {
    return principal;
  }

  @Get('write')
  @RequireScope('payments:write')
  write(@CurrentActor() actor: Actor): Actor {
    return actor;
  }

  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }
}

@Controller('plain')
class PlainController {
  @Get()
  undecorated(): string {
    return 'admins only';
  }
}

@Controller('public')
@Public()
class PublicController {
  @Get('open')
  open(): string {
    return 'open';
  }

  @Get('closed')
  @RequireScope('logs:read')
  closed(): string {
    return 'closed';
  }
}

@Controller('account')
@SignedIn()
class AccountController {
  @Get()
  read(@Session() session: CurrentSession): string {
    return session.userId;
  }

  @Get('password')
  @SignedIn({ beforePasswordChange: true })
  change(): string {
    return 'changed';
  }
}

const aPerson = (role: 'owner' | 'viewer', mustChangePassword = false): SignedInPerson => ({
  principal: {
    kind: 'user',
    id: 'user-1',
    name: 'Sari',
    scopes: ROLE_SCOPES[role],
    propertyId: null,
    role,
  },
  session: { id: 'session-1', userId: 'user-1', csrfToken: 'csrf', mustChangePassword },
});

const people = new Map<string | undefined, SignedInPerson>([
  ['owner', aPerson('owner')],
  ['viewer', aPerson('viewer')],
  ['fresh', aPerson('owner', true)],
]);
const sessionOf = (request: FastifyRequest): SignedInPerson | undefined =>
  people.get(request.headers.cookie);

const aKey = (scopes: string[], changes: Partial<KnownApiKey> = {}): KnownApiKey => ({
  principal: { kind: 'api_key', id: 'key-1', name: 'PMS', scopes, propertyId: 'property-1' },
  revokedAt: null,
  expiresAt: null,
  rateLimitPerMinute: null,
  ...changes,
});

const keys = new Map<string, KnownApiKey>([
  ['limited', { ...aKey(['payments:read'], { rateLimitPerMinute: 2 }) }],
  ['reader', aKey(['payments:read'])],
  ['writer', aKey(['payments:write'])],
  ['admin', aKey(['admin'])],
  ['revoked', aKey(['admin'], { revokedAt: new Date(0) })],
  ['expired', aKey(['admin'], { expiresAt: NOW })],
  ['expiring', aKey(['admin'], { expiresAt: new Date(NOW.getTime() + 1) })],
]);
let touched: string[] = [];

@Module({
  controllers: [AccountController, PaymentsController, PlainController, PublicController],
  providers: [
    AccessGuard,
    ApiKeyAuthenticator,
    {
      provide: SessionAuthenticator,
      useValue: { authenticate: async (request: FastifyRequest) => sessionOf(request) },
    },
    { provide: APP_GUARD, useExisting: AccessGuard },
    { provide: APP_FILTER, useClass: ErrorFilter },
    {
      provide: ApiKeyCache,
      useValue: {
        find: async (text: string) => keys.get(text),
        hasMet: (text: string) => keys.has(text),
      },
    },
    RequestLimits,
    { provide: RateLimits, useValue: new RateLimits(undefined) },
    { provide: SettingsService, useValue: { current: settingsSchema.parse({}) } },
    { provide: ApiKeyUsage, useValue: { touch: (id: string) => touched.push(id) } },
    { provide: Clock, useValue: { now: () => NOW } },
  ],
})
class TestModule {}

describe('AccessGuard', () => {
  let app: NestFastifyApplication;

  const get = (url: string, authorization?: string) =>
    app.inject({ url, headers: authorization === undefined ? {} : { authorization } });

  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), {
      logger: false,
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  beforeEach(() => {
    touched = [];
  });

  afterAll(async () => {
    await app.close();
  });

  it.each([
    ['/payments/read', 'reader', 200],
    ['/payments/read', 'writer', 200],
    ['/payments/write', 'reader', 403],
    ['/payments/write', 'writer', 200],
    ['/payments/write', 'admin', 200],
    ['/plain', 'writer', 403],
    ['/plain', 'admin', 200],
    ['/public/closed', 'writer', 403],
    ['/public/closed', 'admin', 200],
    ['/plain', 'expiring', 200],
    ['/plain', 'expired', 401],
    ['/plain', 'revoked', 401],
    ['/plain', 'unheard-of', 401],
  ])('answers %s asked with the key "%s" with %i', async (url, key, status) => {
    expect((await get(url, `Bearer ${key}`)).statusCode).toBe(status);
  });

  it.each(['/payments/open', '/public/open'])('opens %s to everyone', async (url) => {
    expect((await get(url)).statusCode).toBe(200);
    expect((await get(url, 'Bearer unheard-of')).statusCode).toBe(200);
  });

  it.each(['/payments/read', '/plain', '/public/closed'])(
    'closes %s to callers without a key',
    async (url) => {
      const answer = await get(url);

      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="kunci"');
      expect(answer.json<{ message: string }>().message).toContain('Authorization: Bearer');
    },
  );

  it.each([
    'Basic YTpi',
    'Bearer',
    'Bearer ',
    'admin',
    'Bearer two words',
    `Bearer ${'x'.repeat(513)}`,
  ])('calls the header "%s" unreadable', async (header) => {
    const answer = await get('/plain', header);

    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="kunci", error="invalid_request"',
    );
  });

  it('takes the scheme in any case', async () => {
    expect((await get('/plain', 'bearer admin')).statusCode).toBe(200);
  });

  it.each([
    ['revoked', 'revoked'],
    ['expired', 'expired on 2026-01-01T00:00:00.000Z'],
    ['unheard-of', 'not known here'],
  ])('says of the key "%s" what is wrong with it', async (key, message) => {
    const answer = await get('/plain', `Bearer ${key}`);

    expect(answer.json<{ message: string }>().message).toContain(message);
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('names the missing scope', async () => {
    const answer = await get('/payments/write', 'Bearer reader');

    const body = answer.json<{ message: string }>();
    expect(body.message).toContain('payments:write');
    expect(body).toMatchObject({ errors: [{ field: 'scope', code: 'missing_scope' }] });
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="kunci", error="insufficient_scope", scope="payments:write"',
    );
  });

  it('hands the caller to the route', async () => {
    expect((await get('/payments/read', 'Bearer reader')).json()).toEqual(
      aKey(['payments:read']).principal,
    );
    expect((await get('/payments/write', 'Bearer writer')).json()).toEqual({
      principal: aKey(['payments:write']).principal,
      ip: '127.0.0.1',
    });
  });

  it('notes the use of keys that are accepted, and of no other', async () => {
    await get('/plain', 'Bearer admin');
    await get('/plain', 'Bearer revoked');
    await get('/plain', 'Bearer unheard-of');

    expect(touched).toEqual(['key-1']);
  });

  const getAs = (url: string, person: string) => app.inject({ url, headers: { cookie: person } });

  it.each([
    ['/payments/read', 'viewer', 200],
    ['/payments/write', 'viewer', 403],
    ['/plain', 'viewer', 403],
    ['/plain', 'owner', 200],
    ['/account', 'viewer', 200],
    ['/account', 'fresh', 403],
    ['/plain', 'fresh', 403],
    ['/account/password', 'fresh', 200],
    ['/plain', 'stranger', 401],
  ])('answers %s asked by the %s with %i', async (url, person, status) => {
    expect((await getAs(url, person)).statusCode).toBe(status);
  });

  it('tells people about their role, not about scopes', async () => {
    const answer = await getAs('/payments/write', 'viewer');

    expect(answer.json()).toMatchObject({ errors: [{ field: 'role', code: 'role_not_allowed' }] });
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  it('says to change a one-time password first', async () => {
    expect((await getAs('/plain', 'fresh')).json()).toMatchObject({
      errors: [{ code: 'password_change_required' }],
    });
  });

  it('keeps keys out of what only people have', async () => {
    expect((await get('/account', 'Bearer admin')).json()).toMatchObject({
      errors: [{ code: 'people_only' }],
    });
  });

  it('goes by the key where there are both', async () => {
    const headers = { cookie: 'owner', authorization: 'Bearer reader' };
    expect((await app.inject({ url: '/plain', headers })).statusCode).toBe(403);
  });

  it('counts the requests of a key that has a limit, and says when to come again', async () => {
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await get('/payments/read', 'Bearer limited'));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(answers[0]?.headers).toMatchObject({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '1',
    });
    expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(answers[2]?.json()).toMatchObject({
      errors: [{ field: 'authorization', code: 'rate_limited' }],
      data: null,
    });
  });

  it('says nothing of limits to a key without one', async () => {
    const { headers } = await get('/payments/read', 'Bearer reader');
    expect(headers).not.toHaveProperty('ratelimit-limit');
  });

  it('turns away who asks again and again without a valid key, but never a key that is known', async () => {
    const from = (key: string) =>
      app.inject({
        url: '/payments/read',
        headers: { authorization: `Bearer ${key}` },
        remoteAddress: '198.51.100.7',
      });
    const statuses = new Set<number>();
    for (let i = 0; i < 601; i += 1) statuses.add((await from(`made-up-${i}`)).statusCode);
    expect([...statuses]).toEqual([401, 429]);
    expect((await from('reader')).statusCode).toBe(200);
    expect((await get('/payments/read', 'Bearer made-up')).statusCode).toBe(401);
  });
});
