import { describe, expect, it } from '@jest/globals';
import { readPayload } from './payload-format';

describe('readPayload', () => {
  it('indents JSON', () => {
    expect(readPayload('{"a":1}')).toEqual({ kind: 'json', text: '{\n  "a": 1\n}' });
  });

  it('indents XML and keeps texts beside their tags', () => {
    const { kind, text } = readPayload(
      '<?xml version="1.0"?><a><b x="1">hi</b><c/><d></d></a>',
    ) as {
      kind: string;
      text: string;
    };
    expect(kind).toBe('xml');
    expect(text.split('\n')).toEqual([
      '<?xml version="1.0"?>',
      '<a>',
      '  <b x="1">hi</b>',
      '  <c/>',
      '  <d></d>',
      '</a>',
    ]);
  });

  it.each([
    ['order=A%201&amount=5', ''],
    ['order=A+1&amount=5', 'application/x-www-form-urlencoded'],
  ])('reads the form %s into fields', (body, type) => {
    expect(readPayload(body, type)).toEqual({
      kind: 'form',
      fields: [
        ['order', 'A 1'],
        ['amount', '5'],
      ],
    });
  });

  it.each(['', 'hello there', '{broken'])('leaves %j as it is', (body) => {
    expect(readPayload(body)).toEqual({ kind: 'text', text: body });
  });
});
