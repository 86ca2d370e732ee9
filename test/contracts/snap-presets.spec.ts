/** The presets of the national open-API standard against a bank as strict as its document. */
import { afterEach, describe, expect, it, afterAll } from '@jest/globals';
import { paymentFormats } from '#categories/payment/formats/payment-formats.js';
import type { PaymentPort } from '#categories/payment/payment.port.js';
import { checkConnector } from '#connectors/connector-check.js';
import { checkCredentials } from '#connectors/credential-check.js';
import type { Simulator } from '#test/simulators/kit/simulator.types.js';
import { startSnapSimulator } from '#test/simulators/snap-bank/snap-simulator.js';
import { aPayment, queryOf } from '#test/support/payment-requests.js';
import {
  closeEngine,
  connectPreset,
  readPreset,
  type PresetProvider,
} from '#test/support/preset-provider.js';

const BANKS = ['bca', 'mandiri', 'bni', 'bri', 'permata'] as const;
const FILES = [...BANKS.map((bank) => `snap-va-${bank}`), 'snap-qris'];

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => closeEngine());

interface Connected extends PresetProvider {
  readonly bank: Simulator;
  readonly port: PaymentPort;
}

type Settings = Readonly<Record<string, unknown>>;

async function connect(
  file: string,
  {
    config = {},
    extra = {},
    credentials = {},
  }: { config?: Settings; extra?: Settings; credentials?: Record<string, string> } = {},
): Promise<Connected> {
  const bank = await startSnapSimulator({ config });
  const provider = connectPreset(`payment/${file}`, bank, { extra, credentials });
  open.push(provider, bank);
  const format = paymentFormats.find(({ id }) => id === provider.preset.api_format);
  if (!format) throw new Error('no such format');
  return { ...provider, bank, port: format.create(provider.runner) };
}

const aVa = (number = '100000000012') => aPayment({ number });
const registers = { va_model: 'create' };

describe.each(FILES)('the preset %s', (file) => {
  it('has a connector that can run, in both languages', async () => {
    const { preset, engine, target } = await connect(file);
    expect(checkConnector(engine, target.connector)).toEqual([]);
    expect(preset.preset_id).toBe(file);
    expect(preset.supported_methods).toEqual(Object.keys(preset.connector.methods));
    expect(preset.setup.id).toHaveLength(preset.setup.en.length);
    expect(preset).not.toHaveProperty('extends');
    expect(preset.assumed.length).toBeGreaterThan(0);
  });

  it('tests its connection: good keys are accepted, bad ones refused', async () => {
    const good = await connect(file);
    expect((await good.runner.execute('test', {})).result).toMatchObject({ verdict: 'ok' });
    const bad = await connect(file, { credentials: { client_id: 'nobody' } });
    await expect(bad.runner.execute('test', {})).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('notices keys in the wrong fields, and a secret that is missing', async () => {
    const { bank, engine, target } = await connect(file);
    const { bank_public_key: publicKey = '', private_key: privateKey = '' } = bank.credentials;
    const found = async (credentials: Settings) =>
      (
        await checkCredentials(engine, target.connector, {
          ...target,
          credentials: { ...target.credentials, ...(credentials as Record<string, string>) },
        })
      ).map(({ field }) => field);
    expect(await found({})).toEqual([]);
    expect(await found({ private_key: publicKey })).toEqual(['private_key']);
    expect(await found({ bank_public_key: privateKey })).toEqual(['bank_public_key']);
    expect(await found({ client_secret: '' })).toEqual(['client_secret']);
  });
});

it('proves by the test of QR codes that the secret is right, too', async () => {
  const bad = await connect('snap-qris', { credentials: { client_secret: 'another-secret' } });
  await expect(bad.runner.execute('test', {})).rejects.toMatchObject({ kind: 'unauthorized' });
});

describe.each(BANKS)('virtual accounts of %s', (name) => {
  it('are made here when the bank asks for the bill: the bank hears nothing', async () => {
    const { port, bank, target } = await connect(`snap-va-${name}`);
    const request = aVa();
    const created = await port.create(request);
    const prefix = bank.credentials['partner_service_id'] ?? '';
    expect(created).toMatchObject({
      status: 'pending',
      action: { type: 'virtual_account', bank: name, number: `${prefix}100000000012` },
      expiresAt: request.expiresAt,
      refs: { customer_no: '100000000012' },
    });
    expect(await port.find(queryOf(request))).toMatchObject({ status: 'pending' });
    expect((await port.status(queryOf(request, created))).status).toBeUndefined();
    expect((await port.cancel(queryOf(request, created))).status).toBe('cancelled');
    expect(bank.journal.count()).toBe(0);
    expect(target.connector.numbers).toBeDefined();
  });

  it.each(['spaces', 'zeros', 'none'])(
    'are registered where the bank wants that, the service id filled up with %s',
    async (padding) => {
      const { port, bank } = await connect(`snap-va-${name}`, {
        config: {
          padding,
          ...(name === 'bri' && { timestamp: 'milliseconds', external_id: 'day9' }),
        },
        extra: { ...registers, padding, va_status: true },
      });
      const request = aVa();
      const created = await port.create(request);
      const query = queryOf(request, created);
      const number = created.action.type === 'virtual_account' ? created.action.number : '';
      expect(number).toMatch(/100000000012$/);
      expect((await port.status(query)).status).toBe('pending');
      expect((await port.create(request)).action).toEqual(created.action);
      expect(await port.find(queryOf(request))).toMatchObject({ status: 'pending' });
      bank.act('take', {
        va_number: paddedOf(bank, number, padding),
        amount: '275000.00',
        request_id: 'P1',
      });
      expect(await port.status(query)).toMatchObject({
        status: 'paid',
        amount: 275_000,
        currency: 'IDR',
        gatewayTransactionId: 'P1',
      });
      await expect(port.cancel(query)).rejects.toMatchObject({ kind: 'invalid_request' });
    },
  );
});

/** What the bank keeps: with zeros they are part of the number. */
function paddedOf(bank: Simulator, number: string, padding: string): string {
  const prefix = bank.credentials['partner_service_id'] ?? '';
  const customer = number.slice(-12);
  return padding === 'zeros' ? prefix.padStart(8, '0') + customer : prefix + customer;
}

describe('a number that is registered', () => {
  it('is known to be absent when its creation never arrived', async () => {
    const { port, bank } = await connect('snap-va-bri', { extra: registers });
    await bank.fault({ operation: 'create_va', mode: 'cut_before', times: 1 });
    const request = aVa();
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('is deleted by a signed DELETE with a body', async () => {
    const { port, bank } = await connect('snap-va-bri', { extra: registers });
    const request = aVa();
    const created = await port.create(request);
    expect((await port.cancel(queryOf(request, created))).status).toBe('cancelled');
    expect(bank.journal.list({ operation: 'delete_va' })).toHaveLength(1);
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('QR codes', () => {
  it('are made, queried, cancelled', async () => {
    const { port } = await connect('snap-qris');
    const request = aPayment();
    const created = await port.create(request);
    expect(created).toMatchObject({ status: 'pending', action: { type: 'qr' } });
    expect(await port.status(queryOf(request, created))).toMatchObject({
      status: 'pending',
      amount: 275_000,
    });
    expect((await port.cancel(queryOf(request, created))).status).toBe('cancelled');
    expect((await port.status(queryOf(request, created))).status).toBe('cancelled');
  });

  it('are refused once paid when they are cancelled, and refunded once for one reference', async () => {
    const { port, bank } = await connect('snap-qris');
    const request = aPayment();
    const created = await port.create(request);
    await bank.act('pay', { reference: request.reference });
    const query = queryOf(request, created);
    await expect(port.cancel(query)).rejects.toMatchObject({ kind: 'invalid_request' });
    const refund = {
      ...query,
      refundReference: 'RF1',
      refundAmount: 275_000,
      isFull: true,
      idempotencyKey: 'k',
    };
    expect((await port.refund(refund)).status).toBe('succeeded');
    await expect(port.refund(refund)).rejects.toMatchObject({ kind: 'invalid_request' });
    expect((await port.status(query)).status).toBe('refunded');
  });

  it('are found again when the answer is lost', async () => {
    const { port, bank } = await connect('snap-qris');
    await bank.fault({ operation: 'qr_generate', mode: 'cut_after', times: 1 });
    const request = aPayment();
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    expect((await port.find(queryOf(request))).status).toBe('pending');
  });

  it('are known to be absent when the request never arrived', async () => {
    const { port, bank } = await connect('snap-qris');
    await bank.fault({ operation: 'qr_generate', mode: 'cut_before', times: 1 });
    const request = aPayment();
    await expect(port.create(request)).rejects.toMatchObject({ kind: 'ambiguous' });
    await expect(port.find(queryOf(request))).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('are not shown when their checksum is wrong', async () => {
    const { port, bank } = await connect('snap-qris');
    const body = {
      responseCode: '2004700',
      responseMessage: 'Successful',
      referenceNo: '1',
      qrContent: '00020101021263040000',
    };
    await bank.fault({ operation: 'qr_generate', mode: 'status', status: 200, body, times: 1 });
    await expect(port.create(aPayment())).rejects.toMatchObject({
      message: expect.stringContaining('action.qr_string'),
    });
  });

  it('ask for a new token once when the bank has forgotten the old one', async () => {
    const { port, bank } = await connect('snap-qris');
    await port.create(aPayment());
    bank.act('forget_tokens');
    await port.create(aPayment());
    expect(bank.journal.list({ operation: 'token' })).toHaveLength(2);
  });

  it.each([
    ['4014700', 'unauthorized'],
    ['4034702', 'declined'],
    ['4034704', 'rate_limited'],
    ['4034706', 'unavailable'],
    ['4044700', 'invalid_request'],
    ['4044701', 'not_found'],
    ['4044714', 'duplicate'],
    ['4094700', 'duplicate'],
    ['4094701', 'duplicate'],
    ['4294700', 'rate_limited'],
    ['4004702', 'invalid_request'],
    ['5004700', 'ambiguous'],
    ['5044700', 'ambiguous'],
    [4044718, 'invalid_request'],
  ])('are refused by %s as %s', async (code, kind) => {
    const { port, bank } = await connect('snap-qris');
    const status = Number(String(code).slice(0, 3));
    const body = { responseCode: code, responseMessage: 'No' };
    await bank.fault({ operation: 'qr_generate', mode: 'status', status, body });
    await expect(port.create(aPayment())).rejects.toMatchObject({ kind, vendorCode: String(code) });
  });
});

it('presets of one standard differ in data that a merge patch holds', () => {
  const bca = readPreset('payment/snap-va-bca').connector;
  const bri = readPreset('payment/snap-va-bri').connector;
  expect(bca.operations).toEqual(bri.operations);
  expect(bca.webhook).toEqual(bri.webhook);
  expect(bca.settings).toMatchObject({ prefix: '/openapi', external_id: 'long' });
  expect(bri.settings).toMatchObject({ prefix: '/snap', external_id: 'day9' });
});
