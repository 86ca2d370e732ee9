import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestHub, type TestHub } from '#test/support/test-hub.js';

describe('the admin UI', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub();
  });
  afterAll(() => hub.stop());

  const open = (path: string) => fetch(hub.url + path, { headers: { accept: 'text/html' } });

  it.each(['/', '/setup', '/login', '/health', '/integrations/some-provider'])(
    'is one page for every address of its own: %s',
    async (path) => {
      const answer = await open(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('<div id="root">');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    },
  );

  it('is compressed, and kept for good where a name holds a hash', async () => {
    const page = await (await open('/')).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    const answer = await fetch(hub.url + script, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('cache-control')).toContain('immutable');
  });

  it.each(['/api/v1/nothing', '/webhook/payment', '/assets/nothing.js', '/health/nothing'])(
    'is not shown where a machine asks for something that is not there: %s',
    async (path) => {
      const answer = await open(path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ data: null });
    },
  );
});
