/**
 * What happens in a hotel and only its PMS knows: published through the API, with fields beyond these as it likes.
 * Beside it what the sending of events itself has to tell.
 */
import { z } from 'zod';
import type { EventType } from './event-type.js';

const reservation = z.looseObject({
  reservation_id: z.string(),
  room_number: z.string().optional(),
  guest_name: z.string().optional(),
  arrival: z.iso.date().optional(),
  departure: z.iso.date().optional(),
});
const folio = z.looseObject({
  folio_id: z.string(),
  reservation_id: z.string().optional(),
  total: z.int().optional(),
  currency: z.string().length(3).optional(),
});
const room = z.looseObject({ room_number: z.string(), status: z.string() });

const RESERVATION_SAMPLE = {
  reservation_id: 'RES-1001',
  room_number: '204',
  guest_name: 'Tamu Contoh',
  arrival: '2026-12-01',
  departure: '2026-12-03',
};

export const HOTEL_EVENTS: readonly EventType[] = [
  {
    event: 'reservation.created',
    description: { id: 'Reservasi baru dibuat di PMS.', en: 'The PMS made a new reservation.' },
    schema: reservation,
    sample: RESERVATION_SAMPLE,
  },
  {
    event: 'reservation.cancelled',
    description: { id: 'Reservasi dibatalkan.', en: 'A reservation was cancelled.' },
    schema: reservation,
    sample: RESERVATION_SAMPLE,
  },
  {
    event: 'reservation.checked_in',
    description: { id: 'Tamu sudah check-in.', en: 'The guest has checked in.' },
    schema: reservation,
    sample: RESERVATION_SAMPLE,
  },
  {
    event: 'reservation.checked_out',
    description: { id: 'Tamu sudah check-out.', en: 'The guest has checked out.' },
    schema: reservation,
    sample: RESERVATION_SAMPLE,
  },
  {
    event: 'folio.closed',
    description: { id: 'Folio tamu ditutup.', en: "A guest's folio was closed." },
    schema: folio,
    sample: { folio_id: 'FOL-77', reservation_id: 'RES-1001', total: 1_250_000, currency: 'IDR' },
  },
  {
    event: 'room.status_changed',
    description: {
      id: 'Status kamar berubah, misalnya dari kotor menjadi bersih.',
      en: 'The status of a room changed, for example from dirty to clean.',
    },
    schema: room,
    sample: { room_number: '204', status: 'clean' },
  },
  {
    event: 'webhook.test',
    description: {
      id: 'Uji coba: dikirim saat tombol tes ditekan, tidak ada yang terjadi di hotel.',
      en: 'A test: sent on demand; nothing happened in the hotel.',
    },
    schema: z.looseObject({ message: z.string() }),
    sample: { message: 'A test event. Nothing happened in the hotel.' },
  },
  {
    event: 'webhook_endpoint.disabled',
    description: {
      id: 'Sebuah alamat penerima dinonaktifkan; kiriman untuknya ditahan.',
      en: 'A subscriber address was switched off; its deliveries are parked.',
    },
    schema: z.object({ endpoint_id: z.string(), host: z.string(), reason: z.string() }),
    sample: {
      endpoint_id: '0193b6a0-0000-7000-8000-000000000001',
      host: 'pms.example.com',
      reason: 'the receiver answered 410 Gone',
    },
  },
];
