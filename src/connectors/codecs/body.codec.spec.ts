import { describe, expect, it } from '@jest/globals';
import { decodeBody, encodeBody } from './body.codec.js';
import { CodecError } from './codec.error.js';
import { decodeForm } from './form.codec.js';

const text = (encoding: Parameters<typeof encodeBody>[0], value: unknown, xmlRoot?: string) =>
  encodeBody(encoding, value, { xmlRoot }).body.toString();
const decode = (body: string, type?: string, mode?: Parameters<typeof decodeBody>[2]) =>
  decodeBody(Buffer.from(body), type, mode);

describe('json bodies', () => {
  it('are written compactly', () => {
    expect(encodeBody('json', { a: [1, 'é'] })).toEqual({
      body: Buffer.from('{"a":[1,"é"]}'),
      contentType: 'application/json',
    });
    expect(encodeBody('json', undefined).body).toHaveLength(0);
  });

  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['text/html', ' {"a":1}', { a: 1 }],
    [undefined, '[1]', [1]],
    ['application/json', '{"a":', '{"a":'],
    ['application/json', '\ufeff{"a":1}', { a: 1 }],
    ['text/plain', 'OK', 'OK'],
    ['application/json', '', undefined],
  ])('announced as %s, %j is read as %j', (type, body, expected) => {
    expect(decode(body, type)).toEqual(expected);
  });

  it.each([
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":-12345678901234567890}', { id: '-12345678901234567890' }],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"rate":1234567890.123456789}', { rate: '1234567890.123456789' }],
    ['{"rate":0.12345678}', { rate: 0.12345678 }],
    ['{"rate":0.000000000000000000001}', { rate: 1e-21 }],
    ['{"amount":100000.00}', { amount: 100000 }],
    ['{"text":"12345678901234567890"}', { text: '12345678901234567890' }],
  ])('keeps the digits of %s', (body, expected) => {
    expect(decode(body, 'application/json')).toEqual(expected);
  });

  it('drops keys that would reach a prototype, however they are spelled', () => {
    const body = decode(
      '{"__proto__":{"x":1},"\\u005f_proto__":{"x":1},"a":{"constructor":{"y":1},"b":1}}',
      'application/json',
    ) as { a: object };
    expect(Object.keys(body)).toEqual(['a']);
    expect(body.a).toEqual({ b: 1 });
    expect(Object.hasOwn(body.a, 'constructor')).toBe(false);
  });

  it('stays text when nested beyond reason', () => {
    const bomb = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(decode(bomb, 'application/json')).toBe(bomb);
    const careful = `{"constructor":1,"a":${bomb}}`;
    expect(decode(careful, 'application/json')).toBe(careful);
  });
});

describe('form bodies', () => {
  it('repeat the name of a list, keep null as empty and leave undefined out', () => {
    expect(text('form', { a: 'x y&z', b: [1, true], c: null, d: undefined, 'é[]': '+' })).toBe(
      'a=x+y%26z&b=1&b=true&c=&%C3%A9%5B%5D=%2B',
    );
  });

  it('refuse nested objects, naming the field', () => {
    expect(() => text('form', { item: { a: 1 } })).toThrow('"item"');
  });

  // Captured from a payment vendor's own SDK.
  it('write nested values with bracketed names', () => {
    const nested = {
      mode: 'payment',
      success_url: 'https://hub.example.com/ok?sid={CHECKOUT_SESSION_ID}',
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'idr',
            unit_amount: 15000000,
            product_data: { name: 'Deposit RES-1001 & breakfast' },
          },
        },
      ],
      metadata: { hub_ref: 'pay_01', none: undefined },
    };
    expect(text('form_nested', nested)).toBe(
      'mode=payment&success_url=https%3A%2F%2Fhub.example.com%2Fok%3Fsid%3D%7BCHECKOUT_SESSION_ID%7D' +
        '&line_items[0][quantity]=1&line_items[0][price_data][currency]=idr' +
        '&line_items[0][price_data][unit_amount]=15000000' +
        '&line_items[0][price_data][product_data][name]=Deposit%20RES-1001%20%26%20breakfast&metadata[hub_ref]=pay_01',
    );
  });

  it('refuse endless nesting', () => {
    let deep: object = { end: 1 };
    for (let level = 0; level < 100; level += 1) deep = { deep };
    expect(() => text('form_nested', deep)).toThrow(CodecError);
  });

  it('are read into fields, repeats into lists', () => {
    expect(decode('a=1&b=x+y&a=2&c&__proto__=evil', 'application/x-www-form-urlencoded')).toEqual({
      a: ['1', '2'],
      b: 'x y',
      c: '',
    });
  });

  it('are read into untrimmed pairs for signatures', () => {
    expect(decodeForm('b=+x+&a=%C3%A9&b=2&=v&flag&bad=%zz&e==')).toEqual([
      ['b', ' x '],
      ['a', 'é'],
      ['b', '2'],
      ['', 'v'],
      ['flag', ''],
      ['bad', '%zz'],
      ['e', '='],
    ]);
    expect(decodeForm('')).toEqual([]);
  });

  it('with too many fields are refused', () => {
    expect(() => decodeForm('a&'.repeat(10_001))).toThrow('10000');
  });

  it('come back as they were', () => {
    let state = 5;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state % below;
    };
    const alphabet = ['a', ' ', '&', '=', '+', '%', 'é', '😀', '"', '\n', '[', ']'];
    const word = () =>
      Array.from({ length: 1 + next(8) }, () => alphabet[next(alphabet.length)]).join('');
    for (let round = 0; round < 300; round += 1) {
      const fields = Object.fromEntries(Array.from({ length: 4 }, () => [word(), word()]));
      expect(Object.fromEntries(decodeForm(text('form', fields)))).toEqual(fields);
    }
  });
});

describe('multipart bodies', () => {
  it('carry fields, lists and files and can be read back', () => {
    const fields = {
      from: 'hotel@example.com',
      to: ['a@example.com', 'b@example.com'],
      note: 'line one\r\n--not-a-boundary\r\nline two',
      attachment: {
        filename: 'bill "1".pdf',
        content_type: 'application/pdf',
        content_base64: Buffer.from([0, 1, 13, 10, 45, 45, 255]).toString('base64'),
      },
    };
    const { body, contentType } = encodeBody('multipart', fields);
    expect(contentType).toMatch(/^multipart\/form-data; boundary=form-[0-9a-f]{36}$/);
    expect(decodeBody(body, contentType)).toEqual({
      ...fields,
      attachment: { ...fields.attachment, filename: 'bill %221%22.pdf' },
    });
  });

  it('let no field start a header', () => {
    const body = text('multipart', {
      'a"\r\nX-Evil: 1': 'v',
      f: { filename: 'x\r\ny', content_type: 'text/plain\r\nX-Evil: 1', content_base64: '' },
    });
    expect(body).not.toMatch(/^X-Evil/m);
  });

  it('are text when malformed', () => {
    expect(decode('--b\r\nno end', 'multipart/form-data; boundary=b')).toBe('--b\r\nno end');
    expect(decode('x', 'multipart/form-data')).toBe('x');
  });

  it('refuse objects that are no files', () => {
    expect(() => text('multipart', { a: { b: 1 } })).toThrow(CodecError);
  });
});

describe('xml bodies', () => {
  it('are written from attributes, texts, lists and children', () => {
    const value = {
      _: { xmlns: 'http://www.opentravel.org/OTA/2003/05', Version: '1.0' },
      Room: [
        { _: { Code: 'A"1' }, '#text': 'Deluxe & <more>' },
        { Price: '150.00', Empty: '', None: undefined },
      ],
    };
    expect(text('xml', value, 'OTA_Rooms')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><OTA_Rooms xmlns="http://www.opentravel.org/OTA/2003/05" Version="1.0">' +
        '<Room Code="A&quot;1">Deluxe &amp; &lt;more&gt;</Room><Room><Price>150.00</Price><Empty></Empty></Room></OTA_Rooms>',
    );
    expect(text('xml', { root: 'a\u0000b' })).toContain('<root>ab</root>');
  });

  it.each([
    [{ a: 1, b: 2 }, undefined],
    ['text', undefined],
    [[1, 2], 'root'],
    [{ 'a><b': 1 }, 'root'],
    [{ _: { 'a="1" b': 1 } }, 'root'],
    [{ '#text': {} }, 'root'],
  ])('refuse %j under root %s', (value, root) => {
    expect(() => text('xml', value, root)).toThrow(CodecError);
  });

  it('are read without prefixes, numbers or declarations', () => {
    const document = `\ufeff<?xml version="1.0"?><!-- RUID --><soap:Envelope xmlns:soap="urn:s" xmlns="urn:d">
      <soap:Body><ns:Rooms xmlns:ns="urn:n" Count="007"><Room id='01'>Deluxe</Room><Room id="02"><![CDATA[<!DOCTYPE a & b &#233;>]]></Room>
      <Price>0150.10</Price><Empty/><Name>Caf&#233; &amp; Bar &lt;1&gt; R&D &amp;#233; &#x1F600;</Name></ns:Rooms></soap:Body></soap:Envelope>`;
    expect(decode(document, 'text/xml; charset=utf-8')).toEqual({
      Envelope: {
        Body: {
          Rooms: {
            _: { Count: '007' },
            Room: [
              { _: { id: '01' }, '#text': 'Deluxe' },
              { _: { id: '02' }, '#text': '<!DOCTYPE a & b &#233;>' },
            ],
            Price: '0150.10',
            Empty: '',
            Name: 'Café & Bar <1> R&D &#233; 😀',
          },
        },
      },
    });
  });

  it.each([
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
    '<!doctype html><r/>',
    '<r><!ENTITY a "b"></r>',
    '<a>'.repeat(70) + '</a>'.repeat(70),
  ])('are refused: %s', (document) => {
    expect(() => decode(document, 'application/xml')).toThrow(CodecError);
  });

  it.each([
    '<a><b></a>',
    '<a>',
    'no markup',
    '<a/><b/>',
    '<a',
    '<a b="1></a>',
    '<!-- <a/>',
    '<!--'.repeat(50_000),
    '</a>',
  ])('are text when malformed: %s', (document) => {
    expect(decode(document, 'application/xml')).toBe(document);
  });

  it('never reach a prototype', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      decode(`<a><${name}><polluted>1</polluted></${name}><b ${name}="1"/></a>`, 'text/xml');
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('come back as they were', () => {
    const value = {
      Rooms: { _: { a: '1 < 2' }, Room: [{ '#text': 'x', _: { id: '1' } }, 'y'], Note: 'R&D "q"' },
    };
    expect(decode(text('xml', value), 'application/xml')).toEqual(value);
  });
});

describe('other bodies', () => {
  it('are written as text', () => {
    expect(encodeBody('text', 'é')).toEqual({
      body: Buffer.from('é'),
      contentType: 'text/plain; charset=utf-8',
    });
    expect(text('text', 5)).toBe('5');
    expect(() => text('text', {})).toThrow('$json');
  });

  it('are read in the announced charset', () => {
    expect(decodeBody(Buffer.from('caf\xe9', 'latin1'), 'text/plain; charset=iso-8859-1')).toBe(
      'café',
    );
    expect(decodeBody(Buffer.from('café'), 'text/plain; charset=no-such')).toBe('café');
  });

  it('are read as asked whatever is announced', () => {
    expect(decode('a=1', 'text/plain', 'form')).toEqual({ a: '1' });
    expect(decode('{"a":1}', 'text/plain', 'text')).toBe('{"a":1}');
    expect(decode('{"a":1}', 'text/plain', 'json')).toEqual({ a: 1 });
    expect(decode('<a>1</a>', 'text/plain', 'xml')).toEqual({ a: '1' });
  });

  it('are refused when too large', () => {
    expect(() => decodeBody(Buffer.alloc(16 * 1024 * 1024 + 1), 'text/plain')).toThrow('larger');
  });
});
