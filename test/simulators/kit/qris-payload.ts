/** QRIS text as in EMVCo "QR Code Specification for Payment Systems: Merchant-Presented Mode" v1.1. */

export interface QrisContent {
  readonly amount: number;
  readonly merchantName: string;
  readonly city: string;
  /** Goes into the additional data as the reference label (62-05), cut to 25 characters. */
  readonly reference: string;
}

/** A dynamic QRIS code with a correct checksum (field 63). */
export function qrisPayload(content: QrisContent): string {
  const merchant =
    field('00', 'ID.CO.SIMULATOR.WWW') + field('01', '936000000000000001') + field('03', 'UKE');
  const body = [
    field('00', '01'),
    field('01', '12'),
    field('26', merchant),
    field(
      '51',
      field('00', 'ID.CO.QRIS.WWW') + field('02', 'ID0000000000001') + field('03', 'UKE'),
    ),
    field('52', '7011'),
    field('53', '360'),
    field('54', `${content.amount}.00`),
    field('58', 'ID'),
    field('59', content.merchantName.slice(0, 25)),
    field('60', content.city.slice(0, 15)),
    field('61', '10110'),
    field('62', field('05', content.reference.slice(0, 25))),
    '6304',
  ].join('');
  return body + crc16(body).toString(16).toUpperCase().padStart(4, '0');
}

function field(id: string, value: string): string {
  return id + String(value.length).padStart(2, '0') + value;
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF. */
export function crc16(text: string): number {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
    }
  }
  return crc;
}
