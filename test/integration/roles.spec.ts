/** What owners, managers and viewers may do, held against every route of the OpenAPI document. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Person } from '#test/support/person.js';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

const PASSWORD = 'kata sandi panjang';
const SOME_ID = '0192b3a4-0000-7000-8000-00000000000a';

/** Open to everybody, or about the own account: no role stands before them. */
const OF_NO_ROLE =
  /^\w+ \/(health|qr|webhook|metrics)\b|^\w+ \/api\/v1\/(status|setup|invitation|sessions?(\/.*)?)$/;

/** What owners alone do. */
const OF_OWNERS =
  /^\w+ \/api\/v1\/(users|api-keys|settings|key-rotation|data-subjects|status-pages)\b|^(post|patch) \/api\/v1\/properties(\/\{id\})?$/;

/** Reading that shows bank accounts of guests: for who handles money. */
const OF_OPERATORS = /^get \/api\/v1\/payout-tasks\/\{id\}\/proof$/;

let hub: TestHub;
let routes: string[];

beforeAll(async () => {
  hub = await startTestHub();
  const { paths } = (await hub.api.get('/api/docs/openapi.json')).body;
  routes = Object.entries<Record<string, unknown>>(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
});

afterAll(async () => {
  await hub.stop();
});

async function a(role: string): Promise<Person> {
  const person = new Person(hub.url);
  const body = { email: `${role}@hotel.example`, role };
  const invited = await hub.api.post('/api/v1/users', body);
  const token = String(invited.body.invitation.url).split('#token=')[1];
  expect((await person.post('/api/v1/invitation', { token, password: PASSWORD })).status).toBe(201);
  return person;
}

/** Calls every one of them, with an empty body; returns those that were answered otherwise than refused. */
async function refusalsOf(person: Person, called: readonly string[]) {
  const refused: string[] = [];
  const allowed: string[] = [];
  for (const route of called) {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replaceAll(/\{[^}]+\}/g, SOME_ID);
    const body = method === 'get' ? undefined : {};
    const { status } = await person.send(method.toUpperCase(), url, body);
    (status === 403 ? refused : allowed).push(route);
  }
  return { refused, allowed };
}

const changing = () =>
  routes.filter((route) => !route.startsWith('get ') && !OF_NO_ROLE.test(route));
const reading = () => routes.filter((route) => route.startsWith('get ') && !OF_NO_ROLE.test(route));

describe('the routes', () => {
  it('are all in the table', () => {
    expect(changing().length).toBeGreaterThan(30);
    expect(reading().length).toBeGreaterThan(30);
    const withoutRole = routes.filter(
      (route) => OF_NO_ROLE.test(route) && !route.startsWith('get '),
    );
    expect(withoutRole.sort()).toEqual([
      'delete /api/v1/session',
      'delete /api/v1/session/second-factor',
      'delete /api/v1/sessions',
      'delete /api/v1/sessions/{id}',
      'patch /api/v1/session',
      'post /api/v1/invitation',
      'post /api/v1/session',
      'post /api/v1/session/password',
      'post /api/v1/session/second-factor',
      'post /api/v1/session/second-factor/confirm',
      'post /api/v1/session/second-factor/recovery-codes',
      'post /api/v1/setup',
      'post /webhook/{type}/{slug}',
    ]);
  });
});

describe('a viewer', () => {
  it('is refused everything that changes something', async () => {
    expect((await refusalsOf(await a('viewer'), changing())).allowed).toEqual([]);
  });
});

describe('roles', () => {
  it('decide what is read', async () => {
    const viewer = new Person(hub.url);
    await viewer.login({ email: 'viewer@hotel.example', password: PASSWORD });
    const { refused } = await refusalsOf(viewer, reading());
    const closed = reading().filter((route) => OF_OWNERS.test(route) || OF_OPERATORS.test(route));
    expect(refused.sort()).toEqual(closed.sort());
  });

  it('let a manager operate, and keep from one what owners do', async () => {
    const { refused } = await refusalsOf(await a('manager'), [...changing(), ...reading()]);
    expect(refused.filter((route) => !OF_OWNERS.test(route))).toEqual([]);
    const owners = [...changing(), ...reading()].filter((route) => OF_OWNERS.test(route));
    expect(refused.sort()).toEqual(owners.sort());
  });

  it('keep nothing from an owner', async () => {
    const called = [...changing(), ...reading()].filter((route) => !route.includes('key-rotation'));
    expect((await refusalsOf(await a('owner'), called)).refused).toEqual([]);
  });
});
