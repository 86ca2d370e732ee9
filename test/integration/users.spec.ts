/** Users: invited, changed, bound to a property, put out; and the way back in by the command line. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '#core/config/config.js';
import { Person } from '#test/support/person.js';
import { startTestHub, TEST_MASTER_KEY, type TestHub } from '#test/support/test-hub.js';
import { resetPasswordCommand } from '../../src/cli/commands/reset-password.command.js';

const PASSWORD = 'kata sandi panjang';
const OWNER = { email: 'owner@hotel.example', password: PASSWORD };

let hub: TestHub;
let owner: Person;

beforeAll(async () => {
  hub = await startTestHub({
    env: { KUNCI_BOOTSTRAP_EMAIL: OWNER.email, KUNCI_BOOTSTRAP_PASSWORD: PASSWORD },
  });
  owner = new Person(hub.url);
  await owner.login(OWNER);
});

afterAll(async () => {
  await hub.stop();
});

beforeEach(async () => {
  await hub.sql('DELETE FROM login_throttles');
});

const tokenOf = (url: string): string => url.split('#token=')[1] ?? '';

async function invite(name: string, more: Record<string, unknown> = {}) {
  const email = `${name}@hotel.example`;
  const { status, body } = await owner.post('/api/v1/users', { email, role: 'manager', ...more });
  expect(status).toBe(201);
  return { id: body.id as string, email, token: tokenOf(body.invitation.url), body };
}

async function join(token: string, password = PASSWORD) {
  const person = new Person(hub.url);
  return { person, answer: await person.post('/api/v1/invitation', { token, password }) };
}

async function member(name: string, more: Record<string, unknown> = {}) {
  const invited = await invite(name, more);
  const { person, answer } = await join(invited.token);
  expect(answer.status).toBe(201);
  return { ...invited, person, login: { email: invited.email, password: PASSWORD } };
}

const path = (id: string): string => `/api/v1/users/${id}`;

describe('an invitation', () => {
  it('is a link shown once that lets somebody choose a password', async () => {
    const { id, token, body } = await invite('sari', { name: 'Sari Dewi', locale: 'en' });
    expect(body).toMatchObject({ name: 'Sari Dewi', role: 'manager', status: 'invited' });
    expect(body.invitation.url).toMatch(new RegExp(`^${hub.url}/invitation#token=[\\w-]{43}$`));
    expect((await owner.get(path(id))).text).not.toContain(token);

    const weak = await join(token, 'sari1234hotel');
    expect([weak.answer.status, weak.answer.body.errors[0].field]).toEqual([422, 'password']);
    const { person, answer } = await join(token);
    expect(answer.body.user).toMatchObject({ id, name: 'Sari Dewi', locale: 'en' });
    expect((await person.get('/api/v1/session')).status).toBe(200);
    expect((await owner.get(path(id))).body.status).toBe('active');

    const again = await join(token);
    expect([again.answer.status, again.answer.body.message]).toEqual([
      403,
      expect.stringContaining('not valid any more'),
    ]);
  });

  it('works once, also when it is used twice at once', async () => {
    const { token } = await invite('twice');
    const answers = await Promise.all([join(token), join(token)]);
    expect(answers.map(({ answer }) => answer.status).sort()).toEqual([201, 403]);
  });

  it('expires, and is replaced by a new one', async () => {
    const { id, token } = await invite('late');
    await hub.sql('UPDATE user_invitations SET expires_at = now() WHERE user_id = $1', [id]);
    expect((await join(token)).answer.status).toBe(410);

    const renewed = await owner.post(`${path(id)}/invitation`);
    expect((await join(token)).answer.status).toBe(403);
    expect((await join(tokenOf(renewed.body.invitation.url))).answer.status).toBe(201);
  });

  it('gives back an account whose password is forgotten, and ends what was open', async () => {
    const { id, person, login } = await member('forgot');
    const { body } = await owner.post(`${path(id)}/invitation`);
    const next = 'gajah ungu menari di atap';
    await join(tokenOf(body.invitation.url), next);
    expect((await person.get('/api/v1/session')).status).toBe(401);
    expect((await new Person(hub.url).login(login)).status).toBe(401);
    expect((await new Person(hub.url).login({ ...login, password: next })).status).toBe(201);
  });

  it('is needed before signing in', async () => {
    const { email } = await invite('early');
    expect((await new Person(hub.url).login({ email, password: PASSWORD })).status).toBe(401);
  });

  it.each([
    ['an address that is taken', { email: 'OWNER@hotel.example', role: 'viewer' }, 409, 'email'],
    ['no address', { email: 'x', role: 'viewer' }, 422, 'email'],
    ['an unknown role', { email: 'a@b.example', role: 'admin' }, 422, 'role'],
    [
      'a property that is not there',
      { email: 'a@b.example', role: 'viewer', property_id: '0192b3a4-0000-7000-8000-00000000000a' },
      422,
      'property_id',
    ],
    [
      'a property for an owner',
      { email: 'a@b.example', role: 'owner', property_id: '0192b3a4-0000-7000-8000-00000000000a' },
      422,
      'property_id',
    ],
  ])('is refused for %s', async (_title, body, status, field) => {
    const answer = await owner.post('/api/v1/users', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([status, field]);
  });
});

describe('a user', () => {
  it('has a new role at once', async () => {
    const { id, person } = await member('rising', { role: 'viewer' });
    expect((await person.get('/api/v1/users')).status).toBe(403);
    const changed = await owner.patch(path(id), { role: 'owner', name: 'Rising' });
    expect(changed.body).toMatchObject({ role: 'owner', name: 'Rising', is_active: true });
    expect((await person.get('/api/v1/users')).status).toBe(200);
    expect((await person.get('/api/v1/session')).body.scopes).toEqual(['admin']);
    await owner.patch(path(id), { role: 'viewer' });
  });

  it('is signed out and kept out while deactivated', async () => {
    const { id, person, login } = await member('leaver');
    expect((await owner.patch(path(id), { is_active: false })).body.status).toBe('deactivated');
    expect((await person.get('/api/v1/session')).status).toBe(401);
    expect((await new Person(hub.url).login(login)).status).toBe(401);
    expect((await owner.post(`${path(id)}/invitation`)).status).toBe(409);

    await owner.patch(path(id), { is_active: true });
    expect((await new Person(hub.url).login(login)).status).toBe(201);
  });

  it('is gone after removal, but not from the audit log', async () => {
    const { id, email, person, login } = await member('gone');
    expect((await owner.delete(path(id))).status).toBe(204);
    expect((await person.get('/api/v1/session')).status).toBe(401);
    expect((await new Person(hub.url).login(login)).status).toBe(401);
    expect((await owner.get(path(id))).status).toBe(404);
    const log = (await owner.get(`/api/v1/audit-log?subject_id=${id}`)).body.items;
    expect(log[0]).toMatchObject({ action: 'user.deleted', before: { email } });
  });

  it('stays when it is the last owner', async () => {
    const { id } = (await owner.get('/api/v1/session')).body.user;
    const { id: invited } = await invite('owner-to-be', { role: 'owner' });
    const tries = [
      await owner.patch(path(id), { role: 'manager' }),
      await owner.patch(path(id), { is_active: false }),
      await owner.delete(path(id)),
    ];
    expect(tries.map(({ status, body }) => [status, body.errors[0].code])).toEqual(
      Array.from({ length: 3 }, () => [409, 'last_owner']),
    );
    expect((await owner.patch(path(id), { name: 'Pak Budi' })).status).toBe(200);
    expect((await owner.delete(path(invited))).status).toBe(204);
  });

  it('leaves one owner when two remove each other at once', async () => {
    const { id: mine } = (await owner.get('/api/v1/session')).body.user;
    const other = await member('rival', { role: 'owner' });
    const answers = await Promise.all([
      owner.patch(path(other.id), { role: 'viewer' }),
      other.person.patch(path(mine), { role: 'viewer' }),
    ]);
    const owners = await hub.sql(`SELECT 1 FROM users WHERE role = 'owner'`);
    expect(owners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await hub.sql(`UPDATE users SET role = CASE id WHEN $1 THEN 'owner' ELSE 'viewer' END`, [mine]);
    await hub.sql(`SELECT pg_notify('kunci_sessions', '')`);
  });

  it('bound to a property sees that one alone', async () => {
    const property = (await hub.api.post('/api/v1/properties', { name: 'Hotel B' })).body.id;
    const { person } = await member('bound', { property_id: property });
    expect((await person.get('/api/v1/session')).body.property_id).toBe(property);
    const seen = (await person.get('/api/v1/properties')).body.items;
    expect(seen.map(({ id }: { id: string }) => id)).toEqual([property]);
    const answer = await person.post('/api/v1/webhook-endpoints', {
      url: 'http://127.0.0.1:9/hook',
      events: ['*'],
      property_id: (await owner.get('/api/v1/properties')).body.items.at(-1).id,
    });
    expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'property_access']);
  });

  it('is out of reach for a key of one property', async () => {
    const property = (await hub.api.post('/api/v1/properties', { name: 'Hotel C' })).body.id;
    const { body } = await hub.api.post('/api/v1/api-keys', {
      name: 'bound admin',
      scopes: ['admin'],
      property_id: property,
    });
    const response = await fetch(`${hub.url}/api/v1/users`, {
      headers: { authorization: `Bearer ${body.key}` },
    });
    expect(response.status).toBe(403);
  });

  it('changes its own name and language', async () => {
    const { person } = await member('self');
    const changed = await person.patch('/api/v1/session', { name: 'Diri', locale: 'en' });
    expect(changed.body.user).toMatchObject({ name: 'Diri', locale: 'en' });
    const { status, body } = await person.patch('/api/v1/session', { locale: 'fr', role: 'owner' });
    expect([status, body.errors.map((error: { field: string }) => error.field).sort()]).toEqual([
      422,
      ['locale', 'role'],
    ]);
  });
});

describe('user:reset-password', () => {
  const reset = (email: string, flags: string[] = []) =>
    resetPasswordCommand.run({
      positionals: [email],
      options: {},
      flags: new Set(flags),
      readConfig: () =>
        readConfig({ DATABASE_URL: hub.databaseUrl, KUNCI_MASTER_KEY: TEST_MASTER_KEY }),
    });

  it('lets somebody in again who has to choose a password first', async () => {
    const { person, email } = await member('reset');
    const { data } = await reset(email);
    expect((await person.get('/api/v1/session')).status).toBe(401);

    const again = new Person(hub.url);
    const password = String(data['one_time_password']);
    const { body } = await again.login({ email, password });
    expect(body.user.must_change_password).toBe(true);
    expect((await again.get('/api/v1/payments')).status).toBe(403);
    const next = 'gajah ungu menari di atap';
    await again.post('/api/v1/session/password', { current: password, next });
    expect((await again.get('/api/v1/payments')).status).toBe(200);
  });

  it('forgets a lost phone when told to, and only then', async () => {
    const { id, email } = await member('phone');
    await hub.sql(
      `INSERT INTO second_factors (id, secret_sealed, created_at, confirmed_at) VALUES ($1, 'x', now(), now())`,
      [id],
    );
    const kept = String((await reset(email)).data['one_time_password']);
    const asked = await new Person(hub.url).login({ email, password: kept });
    expect(asked.body.errors[0].code).toBe('second_factor_required');

    const { data } = await reset(email, ['reset-second-factor']);
    const password = String(data['one_time_password']);
    expect((await new Person(hub.url).login({ email, password })).status).toBe(201);
  });
});
