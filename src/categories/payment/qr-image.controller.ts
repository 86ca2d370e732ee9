import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import QRCode from 'qrcode';
import { z } from 'zod';
import { Public } from '#access/public.decorator.js';
import { NotFoundError } from '#core/errors/app-error.js';
import { PaymentRepository } from './payment.repository.js';

const fileSchema = z.strictObject({
  file: z
    .string()
    .regex(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(png|svg)$/,
      'expected <payment id>.png or <payment id>.svg',
    ),
});

/** Screens of guests are small and cameras tired: generous modules, and a quiet zone as the standard asks. */
const SHAPE = { errorCorrectionLevel: 'M', margin: 4 } as const;
const WIDTH_PX = 512;

/** The picture of a QR payment. Open, because it is shown in the guest's browser; the payment's id can't be guessed. */
@ApiTags('payments')
@Controller('qr')
export class QrImageController {
  constructor(private readonly payments: PaymentRepository) {}

  @Get(':file')
  @Public()
  @ApiProduces('image/png', 'image/svg+xml')
  async image(
    @Param({ schema: fileSchema }) { file }: { file: string },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const [id = '', kind] = file.split('.');
    const text = await this.textOf(id);
    void reply
      .header('cache-control', 'public, max-age=300, immutable')
      .header('x-content-type-options', 'nosniff');
    if (kind === 'svg') {
      const svg = await QRCode.toString(text, { ...SHAPE, type: 'svg' });
      return new StreamableFile(Buffer.from(svg), { type: 'image/svg+xml' });
    }
    return new StreamableFile(await QRCode.toBuffer(text, { ...SHAPE, width: WIDTH_PX }), {
      type: 'image/png',
    });
  }

  private async textOf(id: string): Promise<string> {
    const payment = await this.payments.findById(id);
    if (payment?.action.type !== 'qr') {
      throw new NotFoundError('There is no QR code at this address.');
    }
    return payment.action.qr_string;
  }
}
