import { describe, expect, it } from '@jest/globals';
import {
  currentTraceId,
  formatTraceparent,
  newSpanId,
  newTraceId,
  parseTraceparent,
  runWithTrace,
} from './trace-context.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('trace context', () => {
  it('carries the trace id through awaits and timers', async () => {
    const seen = await runWithTrace(TRACE, async () => {
      await new Promise(setImmediate);
      return currentTraceId();
    });
    expect(seen).toBe(TRACE);
  });

  it('knows no trace id outside a trace', () => {
    expect(currentTraceId()).toBeUndefined();
  });

  it('keeps concurrent traces apart', async () => {
    const read = async () => {
      await new Promise(setImmediate);
      return currentTraceId();
    };
    const seen = await Promise.all([runWithTrace('a', read), runWithTrace('b', read)]);
    expect(seen).toEqual(['a', 'b']);
  });

  it('makes ids of the lengths the header needs', () => {
    expect(newTraceId()).toMatch(/^[0-9a-f]{32}$/);
    expect(newSpanId()).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('traceparent', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, true],
    [`00-${TRACE}-${SPAN}-00`, false],
    [`00-${TRACE}-${SPAN}-03`, true],
    [`cc-${TRACE}-${SPAN}-01-what-the-future-brings`, true],
  ])('reads %s', (header, isSampled) => {
    expect(parseTraceparent(header)).toEqual({ traceId: TRACE, spanId: SPAN, isSampled });
  });

  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['version ff', `ff-${TRACE}-${SPAN}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span id of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a short trace id', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['version 00 with a fifth part', `00-${TRACE}-${SPAN}-01-more`],
  ])('refuses %s', (_case, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('reads what it writes', () => {
    const parent = { traceId: TRACE, spanId: SPAN, isSampled: true };
    expect(parseTraceparent(formatTraceparent(parent))).toEqual(parent);
  });
});
