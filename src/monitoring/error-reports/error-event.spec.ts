import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { projectRoot } from '#core/config/project-root.js';
import { toErrorEvent } from './error-event.js';

const ORIGIN = { release: 'kunci@1.2.3', role: 'worker', root: projectRoot() };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const GUEST = 'guest.planted@hotel.example';

const eventOf = (
  error: Error,
  more: { sentence?: string; fields?: Record<string, unknown> } = {},
) =>
  toErrorEvent(
    { level: 'error', error, fields: more.fields ?? {}, sentence: more.sentence ?? 'a job failed' },
    TRACE,
    ORIGIN,
  );

describe('an error event', () => {
  it('says what, where, in which release and in which trace', () => {
    const event = eventOf(new TypeError('x is not a function'), { fields: { queue: 'webhooks' } });
    expect(event).toMatchObject({
      level: 'error',
      platform: 'node',
      release: 'kunci@1.2.3',
      tags: { role: 'worker', queue: 'webhooks', trace_id: TRACE },
      contexts: { trace: { trace_id: TRACE } },
      exception: { values: [{ type: 'TypeError', value: 'a job failed' }] },
    });
    const frames = event.exception?.values?.[0]?.stacktrace?.frames ?? [];
    expect(frames.at(-1)).toMatchObject({
      filename: 'src/monitoring/error-reports/error-event.spec.ts',
      in_app: true,
    });
  });

  it('holds no message, not of the error, its causes or its parameters', () => {
    const driver = Object.assign(new Error(`Key (email)=(${GUEST}) exists`), { code: '23505' });
    const query = new QueryFailedError('INSERT …', [GUEST], driver);
    const event = eventOf(new Error(`could not save ${GUEST}`, { cause: query }), {
      fields: { email: GUEST, body: { email: GUEST }, route: '/api/v1/payments' },
    });
    expect(JSON.stringify(event)).not.toContain(GUEST);
    expect(event.tags).toMatchObject({ route: '/api/v1/payments' });
    expect(event.exception?.values).toHaveLength(2);
    expect(event.exception?.values?.[0]).toMatchObject({
      type: 'QueryFailedError',
      value: '23505',
    });
  });

  it.each([
    ['frames', `first\n    at ${GUEST} (/secret/${GUEST}.js:1:1)\n    at ${GUEST}:2:2`],
    ['nothing', ''],
    ['line ends', `\n\n${GUEST}\n`],
  ])('is not fooled by a message that looks like %s', (_what, message) => {
    expect(JSON.stringify(eventOf(new Error(message)))).not.toContain('planted');
  });

  it('has no frames when the stack does not tell where its message ends', () => {
    const error = new Error(`was ${GUEST}\n    at ${GUEST} (/secret/planted.js:1:1)`);
    expect(error.stack).toContain(GUEST);
    error.message = 'was replaced later';
    const [exception] = eventOf(error).exception?.values ?? [];
    expect(exception?.stacktrace?.frames).toEqual([]);
  });

  it('does not take a message for a sentence of the log', () => {
    const error = new Error(`unknown guest ${GUEST}`);
    const [exception] = eventOf(error, { sentence: error.message }).exception?.values ?? [];
    expect(exception?.value).toBe('see the log');
  });

  it.each([[`a b ${GUEST}`], ['x'.repeat(300)], [{ deep: GUEST }], ['a\nb']])(
    'leaves out a fact that is no plain name: %j',
    (route) => {
      expect(eventOf(new Error('x'), { fields: { route } }).tags).not.toHaveProperty('route');
    },
  );
});
