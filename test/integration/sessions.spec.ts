/** People who sign in: sessions, their cookie, guessing, the second factor. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret as OtpSecret, TOTP } from 'otpauth';
import { hubClient } from '#test/support/hub-client.js';
import { type Credentials, Person } from '#test/support/person.js';
import { eventually, startTestHub, type TestHub } from '#test/support/test-hub.js';

const OWNER = { email: 'owner@hotel.example', password: 'kata sandi panjang' };
const OWNER_SETTINGS = {
  KUNCI_BOOTSTRAP_EMAIL: OWNER.email,
  KUNCI_BOOTSTRAP_PASSWORD: OWNER.password,
};

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub({ env: OWNER_SETTINGS });
});

afterAll(async () => {
  await hub.stop();
});

beforeEach(async () => {
  await hub.sql('DELETE FROM login_throttles');
});

async function signedIn(credentials: Credentials = OWNER): Promise<Person> {
  const person = new Person(hub.url);
  expect((await person.login(credentials)).status).toBe(201);
  return person;
}

/** Somebody new with an account of their own. */
async function aUser(name: string, more: Record<string, unknown> = {}) {
  const email = `${name}@hotel.example`;
  const invited = await hub.api.post('/api/v1/users', { email, role: 'manager', ...more });
  expect(invited.status).toBe(201);
  const person = new Person(hub.url);
  const token = String(invited.body.invitation.url).split('#token=')[1];
  const accepted = await person.post('/api/v1/invitation', { token, password: OWNER.password });
  expect(accepted.status).toBe(201);
  return { id: invited.body.id as string, login: { email, password: OWNER.password }, person };
}

const auditOf = (userId: string) =>
  hub.sql<{ action: string; after: Record<string, unknown>; ip: string; actor_type: string }>(
    'SELECT action, after, ip, actor_type FROM audit_log WHERE subject_id = $1 ORDER BY id',
    [userId],
  );

describe('signing in', () => {
  it('gives a cookie that scripts and other sites can not use, and says who it is', async () => {
    const person = new Person(hub.url);
    const { status, body } = await person.login({ ...OWNER, email: ' Owner@Hotel.example' });

    expect(status).toBe(201);
    expect(body.user).toMatchObject({ email: OWNER.email, role: 'owner', locale: 'id' });
    expect(body).toMatchObject({ scopes: ['admin'], property_id: null });
    expect(person.setCookie).toMatch(/^kunci_session=[A-Za-z0-9_-]{43}; /);
    expect(person.setCookie).toContain('HttpOnly');
    expect(person.setCookie).toContain('SameSite=Strict');
    expect(person.setCookie).not.toContain('Secure');
    expect((await person.get('/api/v1/session')).body).toEqual(body);
    expect((await person.get('/api/v1/users')).status).toBe(200);
  });

  it('binds the cookie to the host behind https', async () => {
    const secure = await startTestHub({
      env: { ...OWNER_SETTINGS, KUNCI_PUBLIC_URL: 'https://hub.hotel.example' },
    });
    try {
      const person = new Person(secure.url);
      await person.login(OWNER);
      expect(person.setCookie).toMatch(/^__Host-kunci_session=/);
      expect(person.setCookie).toContain('Secure');
      expect((await person.get('/api/v1/session')).status).toBe(200);
    } finally {
      await secure.stop();
    }
  });

  it('keeps no token in the database', async () => {
    const person = await signedIn();
    const token = String(person.cookie).split('=')[1] ?? '';
    const rows = await hub.sql<{ row: string }>('SELECT s::text AS row FROM sessions s');
    expect(rows.some(({ row }) => row.includes(token))).toBe(false);
  });

  it('draws a new token each time, and ends the session the browser had', async () => {
    const person = await signedIn();
    const former = person.cookie;
    await person.login(OWNER);
    expect(person.cookie).not.toBe(former);

    person.cookie = former;
    const answer = await person.get('/api/v1/session');
    expect([answer.status, answer.body.errors[0].code]).toEqual([401, 'session_ended']);
  });

  it('answers the same to a wrong password and to an unknown address', async () => {
    const wrong = await new Person(hub.url).login({ ...OWNER, password: 'not the password' });
    const unknown = await new Person(hub.url).login({ email: 'x@y.example', password: 'whatever' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.errors).toEqual(unknown.body.errors);
    expect(wrong.body.message).toBe(unknown.body.message);
  });

  it('takes none that another site sent', async () => {
    const answer = await new Person(hub.url).post('/api/v1/session', OWNER, {
      'sec-fetch-site': 'cross-site',
    });
    expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'csrf_refused']);
  });

  it('is written down, with neither password nor what an unknown person typed', async () => {
    const { id, login } = await aUser('audited');
    await new Person(hub.url).login({ ...login, password: 'wrong-password-typed' });
    await new Person(hub.url).login({ email: 'secret-typed-as-address', password: 'x' });

    expect(await auditOf(id)).toMatchObject([
      { action: 'user.created' },
      { action: 'user.login_succeeded', actor_type: 'user', after: { how: 'invitation' } },
      { action: 'user.login_failed', after: { reason: 'wrong_password' }, ip: '127.0.0.1' },
    ]);
    const rows = await hub.sql<{ row: string }>('SELECT a::text AS row FROM audit_log a');
    expect(rows.filter(({ row }) => /wrong-password-typed|secret-typed/.test(row))).toEqual([]);
    expect((await auditOf('unknown')).at(-1)?.after).toEqual({ reason: 'unknown_account' });
  });
});

describe('a session', () => {
  it('ends for good when the person signs out', async () => {
    const person = await signedIn();
    const { cookie } = person;
    expect((await person.delete('/api/v1/session')).status).toBe(204);
    expect(person.setCookie).toContain('Max-Age=0');

    person.cookie = cookie;
    expect((await person.get('/api/v1/session')).status).toBe(401);
  });

  it('ends when it lies idle, and after its life-time', async () => {
    const [idle, old] = [await signedIn(), await signedIn()];
    const ids = await Promise.all(
      [idle, old].map(async (person) => (await person.get('/api/v1/session')).body.id as string),
    );
    await hub.sql(
      `UPDATE sessions SET last_seen_at = now() - interval '121 minutes' WHERE id = $1`,
      [ids[0]],
    );
    await hub.sql(`UPDATE sessions SET created_at = now() - interval '25 hours' WHERE id = $1`, [
      ids[1],
    ]);
    await hub.sql(`SELECT pg_notify('kunci_sessions', '')`);
    for (const person of [idle, old]) {
      await eventually(async () => (await person.get('/api/v1/session')).status === 401);
    }
  });

  it('has the limits that the owner sets', async () => {
    const person = await signedIn();
    const { id } = (await person.get('/api/v1/session')).body;
    await hub.sql(
      `UPDATE sessions SET last_seen_at = now() - interval '10 minutes' WHERE id = $1`,
      [id],
    );
    await hub.sql(`SELECT pg_notify('kunci_sessions', '')`);
    expect((await person.get('/api/v1/session')).status).toBe(200);
    await hub.sql(
      `UPDATE sessions SET last_seen_at = now() - interval '10 minutes' WHERE id = $1`,
      [id],
    );
    await hub.api.patch('/api/v1/settings', { sessions: { idle_minutes: 5 } });
    await hub.sql(`SELECT pg_notify('kunci_sessions', '')`);
    await eventually(async () => (await person.get('/api/v1/session')).status === 401);
    await hub.api.patch('/api/v1/settings', { sessions: { idle_minutes: null } });
  });

  it('is listed where it is open and can be ended from elsewhere, in every process', async () => {
    const { person, login } = await aUser('lister');
    const other = await signedIn(login);
    const second = await startTestHub({ databaseUrl: hub.databaseUrl });
    try {
      const elsewhere = new Person(second.url);
      elsewhere.cookie = other.cookie;
      expect((await elsewhere.get('/api/v1/session')).status).toBe(200);

      const { items } = (await person.get('/api/v1/sessions')).body;
      expect(items).toMatchObject([
        { is_current: false, ip: '127.0.0.1', user: { email: login.email } },
        { is_current: true },
      ]);
      expect((await person.delete(`/api/v1/sessions/${items[0].id}`)).status).toBe(204);
      expect((await other.get('/api/v1/session')).status).toBe(401);
      await eventually(async () => (await elsewhere.get('/api/v1/session')).status === 401, 3_000);
    } finally {
      await second.stop();
    }
  });

  it('is left alone while all others of the same person end, on demand', async () => {
    const { id, login, person } = await aUser('everywhere');
    const [phone, laptop] = [await signedIn(login), await signedIn(login)];
    const answer = await laptop.delete('/api/v1/sessions');
    expect(answer).toMatchObject({ status: 200, body: { ended: 2 } });
    for (const other of [person, phone]) {
      expect((await other.get('/api/v1/session')).status).toBe(401);
    }
    expect((await laptop.get('/api/v1/session')).status).toBe(200);
    const [last] = (await auditOf(id)).reverse();
    expect(last).toMatchObject({ action: 'user.sessions_revoked', after: { count: 2 } });
  });

  it('of somebody else is ended by owners alone', async () => {
    const [one, other] = [await aUser('one'), await aUser('other')];
    const path = `/api/v1/sessions?user_id=${other.id}`;
    expect((await one.person.delete(path)).status).toBe(403);
    expect((await (await signedIn()).delete(path)).body).toEqual({ ended: 1 });
    expect((await other.person.get('/api/v1/session')).status).toBe(401);
  });

  it('takes the live stream with it when it ends', async () => {
    const { person } = await aUser('watcher');
    const stream = await fetch(`${hub.url}/api/v1/stream`, {
      headers: { cookie: String(person.cookie) },
    });
    expect(stream.status).toBe(200);
    const over = stream.text();
    await person.delete('/api/v1/session');
    expect(await over).toContain('ready');
  });

  it("shows nobody else's, but to owners", async () => {
    const { id, person } = await aUser('private');
    const owner = await signedIn();
    const mine = (await owner.get('/api/v1/session')).body;
    expect((await person.get(`/api/v1/sessions?user_id=${mine.user.id}`)).status).toBe(403);
    expect((await person.delete(`/api/v1/sessions/${mine.id}`)).status).toBe(404);

    const { items } = (await owner.get(`/api/v1/sessions?user_id=${id}`)).body;
    expect((await owner.delete(`/api/v1/sessions/${items[0].id}`)).status).toBe(204);
    expect((await person.get('/api/v1/session')).status).toBe(401);
  });

  it.each([
    ['without the token', { 'x-csrf-token': '' }],
    ['with a made-up token', { 'x-csrf-token': 'A'.repeat(43) }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }],
  ])('changes nothing %s', async (_title, headers) => {
    const person = await signedIn();
    const answer = await person.send('PATCH', '/api/v1/session', { name: 'Mallory' }, headers);
    expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'csrf_refused']);
    expect((await person.get('/api/v1/session')).body.user.name).not.toBe('Mallory');
  });

  it("changes nothing with another session's token", async () => {
    const [person, other] = [await signedIn(), await signedIn()];
    person.csrfToken = other.csrfToken;
    expect((await person.patch('/api/v1/session', { name: 'x' })).status).toBe(403);
  });

  it('goes by the origin where a browser says nothing else', async () => {
    const person = await signedIn();
    const statuses = [];
    for (const origin of [hub.url, 'https://evil.example', 'null', undefined]) {
      const response = await fetch(`${hub.url}/api/v1/session`, {
        method: 'PATCH',
        headers: {
          cookie: String(person.cookie),
          'x-csrf-token': String(person.csrfToken),
          'content-type': 'application/json',
          ...(origin !== undefined && { origin }),
        },
        body: '{}',
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 403, 403, 403]);
  });

  it('asks nothing of the kind from API keys', async () => {
    const answer = await hub.api.post('/api/v1/properties', { name: 'Hotel B' });
    expect(answer.status).toBe(201);
    expect((await hub.api.get('/api/v1/session')).body.errors[0].code).toBe('people_only');
  });

  it('is no way in once the cookie is made up', async () => {
    const person = new Person(hub.url);
    for (const value of ['x', 'A'.repeat(43), '%00']) {
      person.cookie = `kunci_session=${value}`;
      expect((await person.get('/api/v1/session')).status).toBe(401);
    }
  });
});

describe('guessing', () => {
  const wrong = { ...OWNER, password: 'not the password' };

  it('is slowed down, says when to try again, and holds in every process', async () => {
    const { id, login: user } = await aUser('guessed');
    await hub.sql('DELETE FROM login_throttles');
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await new Person(hub.url).login({ ...wrong, email: user.email })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);

    const second = await startTestHub({ databaseUrl: hub.databaseUrl });
    try {
      const refused = await new Person(second.url).login(user);
      expect(refused.status).toBe(429);
      const seconds = Number(refused.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      expect(refused.body.message).toContain(`${seconds} seconds`);
    } finally {
      await second.stop();
    }
    const actions = (await auditOf(id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'user.login_failed')).toHaveLength(5);
    expect(actions.at(-1)).toBe('user.login_blocked');

    await hub.sql('UPDATE login_throttles SET blocked_until = now()');
    expect((await new Person(hub.url).login(user)).status).toBe(201);
    expect((await new Person(hub.url).login({ ...wrong, email: user.email })).status).toBe(401);
    expect((await new Person(hub.url).login(user)).status).toBe(201);
  });

  it('gains nothing from many attempts at once', async () => {
    const attempts = Array.from({ length: 20 }, () =>
      new Person(hub.url).login({ email: 'many@hotel.example', password: 'guess guess guess' }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });
});

describe('a password', () => {
  it('is changed by who knows it, and ends all other sessions', async () => {
    const { person, login: user } = await aUser('changer');
    const other = await signedIn(user);
    const next = 'gajah ungu menari di atap';

    const wrong = await person.post('/api/v1/session/password', { current: 'no', next });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'current']);
    const weak = await person.post('/api/v1/session/password', {
      current: user.password,
      next: 'password1234',
    });
    expect([weak.status, weak.body.errors[0]]).toMatchObject([
      422,
      { field: 'next', code: 'too_common' },
    ]);

    const changed = await person.post('/api/v1/session/password', { current: user.password, next });
    expect(changed.status).toBe(200);
    expect((await person.get('/api/v1/session')).status).toBe(200);
    expect((await other.get('/api/v1/session')).status).toBe(401);
    expect((await new Person(hub.url).login(user)).status).toBe(401);
    await signedIn({ ...user, password: next });
  });

  it('for one sign-in has to be changed before anything else', async () => {
    const { id, person, login: user } = await aUser('fresh');
    await hub.sql('UPDATE users SET must_change_password = true WHERE id = $1', [id]);
    await hub.sql(`SELECT pg_notify('kunci_sessions', '')`);
    await eventually(async () => (await person.get('/api/v1/payments')).status === 403);
    expect((await person.get('/api/v1/payments')).body.errors[0].code).toBe(
      'password_change_required',
    );
    expect((await person.get('/api/v1/session')).body.user.must_change_password).toBe(true);

    const next = 'gajah ungu menari di atap';
    await person.post('/api/v1/session/password', { current: user.password, next });
    expect((await person.get('/api/v1/payments')).status).toBe(200);
  });
});

describe('a second factor', () => {
  const codeOf = (secret: string, steps = 0): string =>
    new TOTP({ secret: OtpSecret.fromBase32(secret) }).generate({
      timestamp: Date.now() + steps * 30_000,
    });

  async function protectedUser(name: string) {
    const user = await aUser(name);
    const started = (await user.person.post('/api/v1/session/second-factor')).body;
    const code = codeOf(started.secret, -1);
    const { body } = await user.person.post('/api/v1/session/second-factor/confirm', { code });
    return {
      ...user,
      secret: started.secret as string,
      codes: body.recovery_codes as string[],
    };
  }

  it('is set up with a picture, an address and a first code', async () => {
    const { person, login } = await aUser('starter');
    const started = await person.post('/api/v1/session/second-factor');
    expect(started.status).toBe(201);
    expect(started.body.otpauth_uri).toContain(started.body.secret);
    expect(decodeURIComponent(started.body.otpauth_uri)).toContain(login.email);
    expect(started.body.qr_data_url).toMatch(/^data:image\/png;base64,/);

    const wrong = await person.post('/api/v1/session/second-factor/confirm', { code: '000000' });
    expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'code']);
    expect((await person.get('/api/v1/session')).body.user.has_second_factor).toBe(false);

    const code = codeOf(started.body.secret);
    const confirmed = await person.post('/api/v1/session/second-factor/confirm', { code });
    expect(confirmed.status).toBe(200);
    expect(new Set(confirmed.body.recovery_codes).size).toBe(10);
    expect((await person.get('/api/v1/session')).body.user.has_second_factor).toBe(true);
    expect((await person.get('/api/v1/session/second-factor')).body).toMatchObject({
      enabled: true,
      recovery_codes_left: 10,
    });
    expect((await person.post('/api/v1/session/second-factor')).status).toBe(409);
  });

  it('is asked for after the password, and takes a code once', async () => {
    const { login, secret } = await protectedUser('two');
    const asked = await new Person(hub.url).login(login);
    expect([asked.status, asked.body.errors[0].code]).toEqual([401, 'second_factor_required']);
    expect(asked.headers.getSetCookie()).toEqual([]);

    const wrongPassword = await new Person(hub.url).login({ ...login, password: 'not this one' });
    expect(wrongPassword.body.errors[0].code).toBe('wrong_credentials');

    const code = codeOf(secret, 1);
    await signedIn({ ...login, code });
    const replayed = await new Person(hub.url).login({ ...login, code });
    expect([replayed.status, replayed.body.errors[0].code]).toEqual([401, 'second_factor_wrong']);
    const older = await new Person(hub.url).login({ ...login, code: codeOf(secret) });
    expect(older.status).toBe(401);
  });

  it('lets a recovery code in once, however it is typed', async () => {
    const { login, codes, person } = await protectedUser('lost');
    const code = ` ${String(codes[0]).toUpperCase().replaceAll('-', ' ')} `;
    await signedIn({ ...login, code });
    expect((await new Person(hub.url).login({ ...login, code })).status).toBe(401);
    expect((await person.get('/api/v1/session/second-factor')).body.recovery_codes_left).toBe(9);
  });

  it('is guessed slowly', async () => {
    const { login } = await protectedUser('slow');
    await hub.sql('DELETE FROM login_throttles');
    const statuses = [];
    for (let i = 0; i < 6; i += 1) {
      statuses.push((await new Person(hub.url).login({ ...login, code: '000000' })).status);
      // Somebody with many addresses is not slowed by the other counts.
      await hub.sql(`DELETE FROM login_throttles WHERE key NOT LIKE 'second-factor:%'`);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('is removed with password and code, and not with less', async () => {
    const { person, login, codes } = await protectedUser('remover');
    const path = '/api/v1/session/second-factor';
    const { password } = login;
    expect((await person.delete(path, { password, code: '000000' })).status).toBe(422);
    expect((await person.delete(path, { password: 'no', code: codes[0] })).status).toBe(422);
    expect((await person.delete(path, { password, code: codes[0] })).status).toBe(204);
    await signedIn(login);
    expect((await person.delete(path, { password, code: codes[1] })).status).toBe(409);
  });

  it('has new recovery codes on demand, and the old ones are void', async () => {
    const { person, login, codes } = await protectedUser('renewer');
    const renewed = await person.post('/api/v1/session/second-factor/recovery-codes', {
      password: login.password,
      code: codes[0],
    });
    expect(renewed.body.recovery_codes).toHaveLength(10);
    expect((await new Person(hub.url).login({ ...login, code: codes[1] })).status).toBe(401);
    await signedIn({ ...login, code: renewed.body.recovery_codes[1] });
  });

  it('is kept sealed', async () => {
    const { secret, codes } = await protectedUser('sealed');
    const rows = await hub.sql<{ row: string }>(
      `SELECT f::text AS row FROM second_factors f UNION ALL SELECT r::text FROM recovery_codes r
       UNION ALL SELECT a::text FROM audit_log a`,
    );
    const text = rows.map(({ row }) => row).join('\n');
    expect(text).not.toContain(secret);
    for (const code of codes) expect(text).not.toContain(code);
  });
});

describe('the first owner', () => {
  it('is signed in after the setup, which then is over', async () => {
    const fresh = await startTestHub();
    try {
      const anyone = hubClient(fresh.url, undefined);
      expect((await anyone.get('/api/v1/setup')).body).toEqual({ has_owner: false });
      const person = new Person(fresh.url);
      const token = String(fresh.hub.setupUrl).split('#token=')[1];
      const weak = await person.post('/api/v1/setup', {
        ...OWNER,
        password: 'hotel1234567',
        token,
      });
      expect(weak.status).toBe(422);
      expect((await person.post('/api/v1/setup', { ...OWNER, token })).status).toBe(201);
      expect((await person.get('/api/v1/session')).body.user).toMatchObject({ role: 'owner' });
      expect((await anyone.get('/api/v1/setup')).body).toEqual({ has_owner: true });
    } finally {
      await fresh.stop();
    }
  });
});
