import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ExpressionEngine } from '../expression-engine.js';
import { EXPRESSION_HELPERS } from './helper-table.js';

const engine = new ExpressionEngine({ now: () => new Date('2026-11-20T08:45:42.123Z') });
afterAll(() => engine.close());

const run = (source: string, input: Record<string, unknown> = {}) => engine.evaluate(source, input);

describe('the table of helpers', () => {
  it('documents each helper once, by the name it is called by', () => {
    const names = EXPRESSION_HELPERS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, signature, meaning } of EXPRESSION_HELPERS) {
      expect(signature.startsWith(`$${name}(`)).toBe(true);
      expect(meaning).toMatch(/\.$/);
    }
  });

  it('says how many parameters there are', () => {
    for (const { signature, arity } of EXPRESSION_HELPERS) {
      const parameters = signature.slice(signature.indexOf('(') + 1, -1).split(',');
      expect(parameters.filter((parameter) => parameter.trim() !== '')).toHaveLength(arity);
    }
  });

  it.each(EXPRESSION_HELPERS.map(({ name }) => name))('makes $%s callable', async (name) => {
    expect(await run(`=$type($${name})`)).toBe('function');
  });

  it('does not hide a function of the language', async () => {
    const plain = (await import('jsonata')).default;
    for (const { name } of EXPRESSION_HELPERS) {
      expect(await plain(`$${name}`).evaluate({})).toBeUndefined();
    }
  });
});

describe('helpers', () => {
  it.each([
    ['=$hash("abc", "md5")', '900150983cd24fb0d6963f7d28e17f72'],
    [
      '=$phpJson({"url": "https://a/b", "n": 1, "e": []})',
      '{"url":"https:\\/\\/a\\/b","n":1,"e":[]}',
    ],
    ['=$phpJson("é😀\u2028\n")', '"\\u00e9\\ud83d\\ude00\\u2028\\n"'],
    ['=$phpJson("é😀\u2028/", "plain")', '"é😀\\u2028\\/"'],
    ['=$hash("abc", "SHA1")', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['=$hash("", "sha256")', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['=$hash("é", "md5") = $hash(text, "md5")', true],
    // RFC 4231 test case 2.
    [
      '=$hmac("what do ya want for nothing?", "Jefe", "sha256")',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      '=$hmac("what do ya want for nothing?", "4a656665", "sha256", "base64url", "hex")',
      'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM',
    ],
    ['=$json($omit({"a": 1, "b": [], "c": null}, "a"))', '{"b":[],"c":null}'],
    ['=$json($omit({"a": 1, "b": 2, "c": 3}, ["a", "c", "x"]))', '{"b":2}'],
    ['=$ascii("  Renée – Müller\n王 (2) ")', 'Renee Muller (2)'],
    ['=$ascii("Suite Bulan", 6)', 'Suite'],
    ['=$ascii("王芳")', ''],
    ['=$words("Budi d\'Arc* & Søn, 2-1.")', 'Budi d Arc S n, 2-1.'],
    ['=$words("a;b;c", 3)', 'a b'],
    ['=$base64("é")', 'w6k='],
    ['=$unbase64("w6k=")', 'é'],
    ['=$unbase64("w6k")', 'é'],
    ['=$base64url("??>>")', 'Pz8-Pg'],
    ['=$hex("é")', 'c3a9'],
    ['=$crc16("123456789")', '29B1'],
    ['=$digits("Rp 1.500-x")', '1500'],
    ['=$alnum("INV/2026-11 é", 6)', 'INV202'],
    ['=$alnum("a-b")', 'ab'],
    ['=$truncate("a😀b", 2)', 'a😀'],
    ['=$truncate("ab", 5)', 'ab'],
    ['=$phone("0812-3456-789")', '+628123456789'],
    ['=$phone("0812-3456-789", "msisdn")', '628123456789'],
    ['=$phone("+628123456789", "local")', '08123456789'],
    ['=$form({"a": "x y", "b": [1, 2], "c": null})', 'a=x+y&b=1&b=2&c='],
    [
      '=$json({"b": [1, null, "é"], "a": 0.1234567890123456})',
      '{"b":[1,null,"é"],"a":0.1234567890123456}',
    ],
    ['=$json("x")', '"x"'],
    ['=$parseJson("{\\"id\\": 9007199254740993}").id', '9007199254740993'],
    ['=$minifyJson("{ \\"a\\" : 1.00 }")', '{"a":1.00}'],
    [
      '=$json($sortKeys({"b": {"d": 1, "c": 2}, "a": [{"z": 1, "y": 2}]}))',
      '{"a":[{"y":2,"z":1}],"b":{"c":2,"d":1}}',
    ],
    ['=$json($sortKeys({"b": {"d": 1, "c": 2}, "a": 0}, 1))', '{"a":0,"b":{"d":1,"c":2}}'],
    [
      '=$compact({"a": "", "b": null, "c": {"d": []}, "e": [null, 0], "f": false})',
      { e: [0], f: false },
    ],
    ['=$compact({"a": ""})', undefined],
    ['=$decimal(150000, "IDR")', '150000'],
    ['=$decimal(150000, "IDR", 2)', '150000.00'],
    ['=$decimal(1050, "USD")', '10.50'],
    ['=$minor(150000, "IDR", 2)', 15000000],
    ['=$minor(1050, "USD", 2)', 1050],
    ['=$minor(150000, "IDR", {"IDR": 2})', 15000000],
    ['=$minor(1050, "USD", {"IDR": 2})', 1050],
    ['=$minor(5124, "KWD", {})', 5124],
    ['=$timestamp()', '2026-11-20T08:45:42Z'],
    ['=$timestamp("iso_ms", "Asia/Jakarta")', '2026-11-20T15:45:42.123+07:00'],
    ['=$timestamp("unix")', 1795164342],
    ['=$timestamp("unix_ms")', 1795164342123],
    ['=$timestamp("yyyyMMddHHmmss", "Asia/Jakarta")', '20261120154542'],
    [
      '=$formatTime("2026-11-20 15:45:42 +07:00", "yyyy-MM-dd HH:mm:ss Z", "WITA")',
      '2026-11-20 16:45:42 +0800',
    ],
    ['=$formatTime(0)', '1970-01-01T00:00:00Z'],
    ['=$parseTime("2020-09-29 11:46:13", "Asia/Jakarta")', '2020-09-29T04:46:13.000Z'],
    ['=$parseTime(1795164342)', '2026-11-20T08:45:42.000Z'],
  ])('%s gives %j', async (source, expected) => {
    expect(await run(source, { text: 'é' })).toEqual(expected);
  });

  it('leave out what the input has not', async () => {
    const calls = EXPRESSION_HELPERS.filter(
      ({ name }) => !['uuid', 'nonce', 'timestamp'].includes(name),
    );
    for (const { name } of calls) {
      expect(await run(`=$${name}(missing, "sha256", "x")`)).toBeUndefined();
    }
  });

  it.each([
    ['=$hmac("x", missing, "sha256")', 'The key must be a text'],
    ['=$hmac("x", "", "sha256")', 'The key is empty'],
    ['=$hash({}, "md5")', '$json'],
    ['=$hash("x", "sha256", "latin1")', 'hex, base64, base64url'],
    ['=$decimal(10.5, "USD")', 'whole number'],
    ['=$decimal("10", "USD")', 'minor units'],
    ['=$decimal(1050, "USD", 0)', 'exact'],
    ['=$decimal(1, "QQQ")', 'ISO 4217'],
    ['=$minor(1050, "USD", 0)', 'exact'],
    ['=$minor(1050, "USD")', 'exponent'],
    ['=$minor(1050, "USD", {"USD": "two"})', 'exponent'],
    ['=$nonce(1000)', 'between 1 and 128'],
    ['=$phone("12")', 'phone number'],
    ['=$timestamp("iso", "Mars/Olympus")', 'time zone'],
    ['=$parseTime("soon")', 'ISO 8601'],
    ['=$form({"a": {}})', '"a"'],
    ['=$sign("x", "not a key", "sha256")', 'PEM'],
  ])('%s is refused with a reason', async (source, reason) => {
    await expect(run(source)).rejects.toThrow(reason);
  });

  it('make random values that differ', async () => {
    expect(await run('=$uuid()')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/,
    );
    const nonces = (await run('=[$nonce(), $nonce(16), $nonce(16)]')) as string[];
    expect(nonces.map(({ length }) => length)).toEqual([32, 16, 16]);
    expect(nonces[1]).not.toBe(nonces[2]);
    expect(nonces.join('')).toMatch(/^[A-Za-z0-9]+$/);
  });
});

describe('$sign', () => {
  const pemOf = (key: { export: (options: { type: 'pkcs8'; format: 'pem' }) => string | Buffer }) =>
    key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ed = generateKeyPairSync('ed25519');
  const text = 'G1234325-SNAP|2024-03-01T08:27:49.024Z';
  const signature = async (source: string, pem: string) =>
    Buffer.from((await run(source, { text, pem })) as string, 'base64');

  it('signs with RSA, PKCS #1 by default and PSS on request', async () => {
    const pem = pemOf(rsa.privateKey);
    const plain = await signature('=$sign(text, pem, "sha256")', pem);
    expect(verify('sha256', Buffer.from(text), rsa.publicKey, plain)).toBe(true);
    const pss = await signature('=$sign(text, pem, "sha256", "base64", "pss")', pem);
    const key = { key: rsa.publicKey, padding: 6, saltLength: -1 };
    expect(verify('sha256', Buffer.from(text), key, pss)).toBe(true);
  });

  it('takes a key whose line breaks were escaped', async () => {
    const pem = pemOf(rsa.privateKey).replaceAll('\n', '\\n');
    const plain = await signature('=$sign(text, pem, "sha256")', pem);
    expect(verify('sha256', Buffer.from(text), rsa.publicKey, plain)).toBe(true);
  });

  it('signs with EC keys in both notations', async () => {
    const pem = pemOf(ec.privateKey);
    const der = await signature('=$sign(text, pem, "sha256")', pem);
    expect(verify('sha256', Buffer.from(text), ec.publicKey, der)).toBe(true);
    const raw = await signature('=$sign(text, pem, "sha256", "base64", "ieee-p1363")', pem);
    const key = { key: ec.publicKey, dsaEncoding: 'ieee-p1363' as const };
    expect(raw).toHaveLength(64);
    expect(verify('sha256', Buffer.from(text), key, raw)).toBe(true);
  });

  it('signs with Ed25519', async () => {
    const plain = await signature('=$sign(text, pem, "sha512")', pemOf(ed.privateKey));
    expect(verify(null, Buffer.from(text), ed.publicKey, plain)).toBe(true);
  });
});

describe('published vectors', () => {
  const serverKey = 'SB-Mid-server-TESTKEY123';

  it.each([
    [
      '1111',
      '200',
      '100000.00',
      'askvnoibnosifnboseofinbofinfgbiufglnbfg',
      'edc076b21793ebe3e17926350f5b8ae67d902fe657b3d0aa31b932d5c127e2375d308a2bc94f3265ac2d80a1f181a79b997ac178a236fcff35af263fc4d4c231',
    ],
    [
      'HTL-20250101-0001',
      '201',
      '275000.00',
      serverKey,
      'd1bc2d32007a3ba7fe22f49de4920b59716a085d821be3f5964a0cd2583a44b5e4794e3232ac23af8122d143f8bb9e26a65a16b3a9e35dc3531e727a06a15509',
    ],
    [
      'HTL-20250101-0001',
      '200',
      '275000.00',
      serverKey,
      '8c8bd9a447a49345cb110e6a713262a8a5cbb1e35eb56b3dc11610a35ce72528d68c526472730151acab8e29b9a24f66ae3c10a38ced3137717c967c8eac7e57',
    ],
    [
      'HTL-20250101-0001',
      '202',
      '275000.00',
      serverKey,
      '92ee997e6d3a715bcce3a746b98a86bd4450a2e485f96a8512ac3900294fcf8971785b29ff3c2925ea17fcb8b7106e2de47d8241b81c0e77df147fc52a34ddfa',
    ],
  ])(
    'hash %s %s %s as Midtrans does',
    async (order_id, status_code, gross_amount, server_key, expected) => {
      const body = { order_id, status_code, gross_amount };
      const source =
        '=$hash(body.order_id & body.status_code & body.gross_amount & credentials.server_key, "sha512")';
      expect(await run(source, { body, credentials: { server_key } })).toBe(expected);
    },
  );

  it('do not survive an amount that was written anew', async () => {
    const body = { order_id: 'HTL-20250101-0001', status_code: '200', gross_amount: 275000.0 };
    const source =
      '=$hash(body.order_id & body.status_code & body.gross_amount & credentials.server_key, "sha512")';
    expect(await run(source, { body, credentials: { server_key: serverKey } })).toBe(
      'aa755e870f25cb57c419d318aecf68f0efbbc5575b329d6e13590746049f483f2f8025e4185200d02e2a0cb2a277d64855f3e103c5f6246d58edb6fa2b4b502b',
    );
  });

  it.each([
    [serverKey, 'Basic U0ItTWlkLXNlcnZlci1URVNUS0VZMTIzOg=='],
    [
      'xnd_development_P4qDfOss0OCpl8RtKrROHjaQYNCk9dN5lSfk+R1l9Wbe+rSiCwZ3jw==',
      'Basic eG5kX2RldmVsb3BtZW50X1A0cURmT3NzME9DcGw4UnRLclJPSGphUVlOQ2s5ZE41bFNmaytSMWw5V2JlK3JTaUN3WjNqdz09Og==',
    ],
  ])('write a Basic header for a key without password', async (key, expected) => {
    expect(await run('="Basic " & $base64(credentials.key & ":")', { credentials: { key } })).toBe(
      expected,
    );
  });

  it.each([
    [
      'POST',
      '/checkout/v1/payment',
      'Request-Timestamp',
      '2026-11-20T08:45:42Z',
      '{"order":{"amount":150000,"invoice_number":"INV-20261120-0001"},"payment":{"payment_due_date":60}}',
      'HMACSHA256=VXEuE7Z1U+/wP6ZQhud1oXz6BHQW6UBA5Xgxyikl55Q=',
    ],
    [
      'GET',
      '/orders/v1/status/INV-20261120-0001',
      'Request-Timestamp',
      '2026-11-20T08:45:42Z',
      '',
      'HMACSHA256=SzO5+vuPeiNggeNEhq1sw8rEqiLs3erLVBlyNiQZvNY=',
    ],
    [
      'POST',
      '/checkout/v1/payment',
      'Response-Timestamp',
      '2026-11-20T08:45:43Z',
      '{"message":["SUCCESS"],"response":{"order":{"amount":"150000","invoice_number":"INV-20261120-0001"},"payment":{"url":"https://sandbox.doku.com/checkout-link-v2/TOKEN","token_id":"TOKEN"}}}',
      'HMACSHA256=FROycFTxJH3aDk+Hthd7Lg6/T6cDYLD6G5IAVy3ckyA=',
    ],
  ])(
    'sign %s %s with its %s as DOKU does',
    async (method, path, timeName, time, body, expected) => {
      const source =
        '="HMACSHA256=" & $hmac($join(["Client-Id:" & credentials.client_id, "Request-Id:" & vars.id, vars.time_name & ":" & vars.time, ' +
        '"Request-Target:" & http.path, http.method = "GET" ? [] : "Digest:" & $hash(http.body, "sha256", "base64")], "\\n"), credentials.secret, "sha256", "base64")';
      const input = {
        http: { method, path, body },
        vars: { id: 'fdb69f47-96da-499d-acec-7cdc318ab2fe', time, time_name: timeName },
        credentials: { client_id: 'MCH-0001-10791114622547', secret: 'SK-TestSecretKey0001' },
      };
      expect(await run(source, input)).toBe(expected);
    },
  );

  it.each([
    [
      'POST',
      '{"name":"Budi Santoso","phone":"081234567890","email":"budi@example.com","amount":150000,"notifyUrl":"https://hub.example.com/webhook/payment/ipaymu-main","referenceId":"RES-1001","paymentMethod":"va","paymentChannel":"bca"}',
      'fe8e81b820f0fda6dcf0444f339ac0a57d3befa247f040efe12b34597342863d',
    ],
    [
      'POST',
      '{"product":["Deposit RES-1001"],"qty":["1"],"price":["150000"],"returnUrl":"https://hotel.example/ok","cancelUrl":"https://hotel.example/no","notifyUrl":"https://hub.example.com/webhook/payment/ipaymu-main","referenceId":"RES-1001"}',
      '0504550ac4e2e6e2ad3fc193c1d588a9bce12b57f9666cc8d87be534b819d227',
    ],
    ['GET', '{}', 'b18a391586ee5b206fed453b59b2a9382854b3e7043303d685bfa76b9ee3947c'],
  ])('sign %s %s as iPaymu does', async (method, body, expected) => {
    const source =
      '=$hmac($join([http.method, credentials.va, $hash(http.body, "sha256"), credentials.api_key], ":"), credentials.api_key, "sha256")';
    const credentials = { va: '1179000899', api_key: 'SANDBOXTESTKEY-0001' };
    expect(await run(source, { http: { method, body }, credentials })).toBe(expected);
  });

  it("restore the types of iPaymu's callback and sign it", async () => {
    // The fields as the form brings them, in another order and without the empty payment_no.
    const body = {
      trx_id: '184854',
      sid: 'f5aaa61d-7260-4c91-a718-5274a55cb4b8',
      reference_id: 'ID1234',
      status: 'berhasil',
      status_code: '1',
      sub_total: '102000',
      total: '102000',
      amount: '102000',
      fee: '714',
      paid_off: '101286',
      created_at: '2025-11-11 10:10:26',
      expired_at: '2025-11-12 10:10:25',
      paid_at: '2025-11-11 10:10:51',
      settlement_status: 'settled',
      transaction_status_code: '1',
      is_escrow: 'false',
      system_notes: 'Sandbox notify',
      via: 'qris',
      channel: 'mpm',
      buyer_name: 'putu',
      buyer_email: 'putu@mail.com',
      buyer_phone: '08123456789',
      url: 'https://webhook.site/caef335b-f0bf-49d3-a532-35564f5241a2',
      signature: 'to be left out',
    };
    const text =
      '$replace($json($sortKeys($merge([{"payment_no": ""}, $sift(body, function($v, $k) { $k != "signature" }), ' +
      '{"additional_info": [], "trx_id": $number(body.trx_id), "status_code": $number(body.status_code), ' +
      '"transaction_status_code": $number(body.transaction_status_code), "paid_off": $number(body.paid_off), ' +
      '"is_escrow": $string(body.is_escrow) in ["true", "1"]}]))), "/", "\\\\/")';
    const expected =
      '{"additional_info":[],"amount":"102000","buyer_email":"putu@mail.com","buyer_name":"putu","buyer_phone":"08123456789","channel":"mpm","created_at":"2025-11-11 10:10:26","expired_at":"2025-11-12 10:10:25","fee":"714","is_escrow":false,"paid_at":"2025-11-11 10:10:51","paid_off":101286,"payment_no":"","reference_id":"ID1234","settlement_status":"settled","sid":"f5aaa61d-7260-4c91-a718-5274a55cb4b8","status":"berhasil","status_code":1,"sub_total":"102000","system_notes":"Sandbox notify","total":"102000","transaction_status_code":1,"trx_id":184854,"url":"https:\\/\\/webhook.site\\/caef335b-f0bf-49d3-a532-35564f5241a2","via":"qris"}';
    expect(await run(`=${text}`, { body })).toBe(expected);
    expect(await run(`=$hmac(${text}, "1179000899", "sha256")`, { body })).toBe(
      'c9594cc8c9f5811ecf22422eed1c8071f7837211f58956f616658a904d94f024',
    );
  });

  it("sign iPaymu's JSON callback of the docs' test scripts", async () => {
    const body: unknown = JSON.parse(
      '{"via":"bca","va":"807771234567890","url":"https://domain.com/webhook/callback","trx_id":123456,"transaction_status_code":1,"total":100000,"system_notes":"","sub_total":100000,"status_code":1,"status":"berhasil","sid":"session_123","settlement_status":"unsettled","reference_id":"INV-202310-001","payment_no":"807771234567890","paid_off":100000,"paid_at":"2023-10-25 10:05:00","is_escrow":0,"fee":0,"expired_at":"2023-10-26 10:00:00","created_at":"2023-10-25 10:00:00","channel":"vabca","buyer_phone":"081234567890","buyer_name":"Budi Santoso","buyer_email":"budi@example.com","amount":100000,"additional_info":[]}',
    );
    expect(
      await run('=$hmac($replace($json($sortKeys(body)), "/", "\\\\/"), "123456", "sha256")', {
        body,
      }),
    ).toBe('90ec50582d4852f515530e33e98891310e0898d3580751dce0a553a81091e8f0');
  });

  it.each([
    ['""', 'e7508ad423b96fbca5a2796b1f55322f3dd73fd2'],
    ['"INV20261120001"', '9a7a8b16a12bf9d44ec45c8efb3f3e504b645d46'],
    ['"INV20261120001" & "150000"', '6d6f27c9c1a8cdb269d314eaf372e72deba13c5c'],
    ['"INV20261120001" & "2"', '44cd481a7d5791aec209b0ac13df1dbf86397d2c'],
  ])('nest digests over %s as Faspay does', async (rest, expected) => {
    const credentials = { user: 'bot31835', password: 'p@ssw0rd' };
    const source = `=$hash($hash(credentials.user & credentials.password & ${rest}, "md5"), "sha1")`;
    expect(await run(source, { credentials })).toBe(expected);
  });

  it.each([
    [
      '["TEST01", "059B8125F", "20061123_003", "100.00", "50126"]',
      '537BDA3DBD1D7F5D763F9880E18AFC1C83BC9353',
    ],
    [
      '["TEST01", "4E62f498C", "OID00001", "192.00", "A"]',
      'D8F437D951EC1DABB52127A22F91748B473658DC',
    ],
  ])('digest the card fields %s as Faspay does', async (fields, expected) => {
    expect(await run(`=$uppercase($hash("##" & $join(${fields}, "##") & "##", "sha1"))`)).toBe(
      expected,
    );
  });

  const indent = (body: string) => JSON.stringify(JSON.parse(body), null, 2);
  const create =
    '{"partnerServiceId":"    1899","customerNo":"000012","virtualAccountNo":"    1899000012","virtualAccountName":"Budi Santoso","trxId":"RES-1001","totalAmount":{"value":"150000.00","currency":"IDR"},"virtualAccountTrxType":"C","expiredDate":"2026-11-21T15:45:42+07:00"}';
  const generate =
    '{"partnerReferenceNo":"2020102900000000000001","amount":{"value":"12345678.00","currency":"IDR"},"feeAmount":{"value":"12345678.00","currency":"IDR"},"merchantId":"00007100010926","terminalId":"213141251124","validityPeriod":"2009-07-03T12:08:56-07:00"}';
  const qr =
    '{"partnerReferenceNo":"RES1001A","amount":{"value":"150000.00","currency":"IDR"},"merchantId":"37116","terminalId":"T01"}';
  const va = '/virtual-accounts/bi-snap-va/v1.1/transfer-va';

  it.each([
    [
      'a1',
      'myclientsecret',
      'POST',
      '/v1.0/qr/qr-mpm-generate',
      'myaccesstoken',
      '2024-03-05T10:37:16.196Z',
      generate,
      'wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ==',
    ],
    [
      'a2',
      'snap-client-secret',
      'POST',
      '/snap-adapter/b2b/v1.0/qr/qr-mpm-generate',
      'tok123',
      '2026-11-20T15:45:42+07:00',
      qr,
      'ff9h6lvWI0mpBrFrFboNVXmKwCbrgmtqGIGG88/STH2KgajN3/AYPjGYMDAYdmp2M5LSJ0pa5qgbAvsYR7MEQQ==',
    ],
    [
      'a3',
      'snap-client-secret',
      'POST',
      `${va}/create-va`,
      'tok123',
      '2026-11-20T15:45:42+07:00',
      create,
      '6q+aQHAtpW3I9NuCE4ElXKN7UBbS0QK0zs7ZH7bJBzGDqdQMCxmczm+X4V4xpmPl3oZPgvGRla592iEOdfw3kA==',
    ],
    [
      'a4',
      'snap-client-secret',
      'DELETE',
      `${va}/delete-va`,
      'tok123',
      '2026-11-20T15:45:42+07:00',
      '{"trxId":"RES-1001"}',
      '8+kSEIHXgr88EjIKpQhCe6Ie2vY0zGMSfwXw0yOTwT4Ug7QKJzmdP9lsepRSNlsR1kx5+W95yDXSJ1tKgGgEmA==',
    ],
  ])(
    'sign SNAP transaction %s over the minified body',
    async (_name, secret, method, path, token, time, body, expected) => {
      const source =
        '=$hmac($join([http.method, http.path, token, $lowercase($hash($minifyJson(http.body), "sha256")), vars.time], ":"), credentials.secret, "sha512", "base64")';
      const input = {
        http: { method, path, body: indent(body) },
        token,
        vars: { time },
        credentials: { secret },
      };
      expect(await run(source, input)).toBe(expected);
    },
  );

  it("hash SNAP's notification body as its published string to sign has it", async () => {
    const body =
      '{"originalPartnerReferenceNo":"GP24043015193402809","originalReferenceNo":"A120240430081940S9vu8gSjaRID","merchantId":"G099333790","amount":{"value":"102800.00","currency":"IDR"},"latestTransactionStatus":"00","transactionStatusDesc":"SUCCESS","additionalInfo":{"refundHistory":[]}}';
    expect(
      await run(
        '=$join(["POST", "/v1.0/debit/notify", $hash($minifyJson(raw), "sha256"), "2024-05-02T14:43:08+07:00"], ":")',
        { raw: body },
      ),
    ).toBe(
      'POST:/v1.0/debit/notify:79ebbe6a6b695262dd686d0dedafc57c94e3b3dededf8d63971f8a95699ace85:2024-05-02T14:43:08+07:00',
    );
  });

  it.each([
    '00020101021226560016ID.CO.SHOPEE.WWW011893600918000000026602032660303UBE52041234530336054071000.005802ID5912Faspay Store6015KOTA JAKARTA SE6105123456222051811856332618570381463049E90',
    '00020101021126610014COM.GO-JEK.WWW01189360091434970566750210G4970566750303UMI51440014ID.CO.QRIS.WWW0215ID10254118460050303UMI5204899953033605802ID5925Scalify Panel, Digital & 6015JAKARTA SELATAN61051200062070703A016304CD45',
    '00020101021126570016ID.CO.SHOPEE.WWW0118936009180000001402020413500303UME51440014ID.CO.QRIS.WWW0215ID10190045322970303UME5204581253033605802ID5925Gulu Gulu Mall Ambassador6015Jakarta Selatan61051294062070703A01630494FA',
  ])('end the QRIS payload %s', async (payload) => {
    expect(await run('=$crc16($substring(qr, 0, $length(qr) - 4))', { qr: payload })).toBe(
      payload.slice(-4),
    );
  });

  it('are checked against what Node itself computes', async () => {
    const text = 'ÅÄÖ — 100 %';
    for (const algorithm of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']) {
      expect(await run('=$hash(text, algorithm, "base64url")', { text, algorithm })).toBe(
        createHash(algorithm).update(text).digest('base64url'),
      );
    }
  });
});
