import type { AlertMessage } from '#monitoring/alerts/alert.types.js';
import type { StatusNews } from './payment-status.js';

/**
 * What moves no state and yet has to be seen by somebody.
 *
 * `paid_elsewhere`: money came through a provider that a fallback had left behind, so the booking may be paid twice.
 * `refund_amount_unknown`: the vendor says that a part went back and not how much.
 * `refunds_exceed_payment`: more is given back, or on its way, than came in.
 * `refund_contradicted`: a refund that had ended in one way is said to have ended in the other.
 * `refund_unanswered`: nobody can say whether a refund was made; a person has to ask the vendor.
 * `left_behind_open`: such a provider still has a page or code open and does not close it.
 */
export type RemarkType =
  | StatusNews
  | 'amount_mismatch'
  | 'paid_elsewhere'
  | 'left_behind_open'
  | 'refund_amount_unknown'
  | 'refunds_exceed_payment'
  | 'refund_contradicted'
  | 'refund_unanswered';

/** What a person does about each kind of remark; `{order}` is the booking's own reference. */
const MESSAGES: Readonly<Record<RemarkType, AlertMessage>> = {
  disputed: {
    id: 'Tamu menyanggah pembayaran pesanan {order}. Siapkan bukti menginap dan jawab di dasbor vendor sebelum batas waktunya.',
    en: 'The payment of order {order} is disputed. Gather proof of the stay and answer in the vendor’s dashboard before its deadline.',
  },
  reversal_reported: {
    id: 'Vendor menyatakan pembayaran pesanan {order} batal, padahal di sini tercatat lunas. Cocokkan dengan dasbor vendor.',
    en: 'The vendor calls the payment of order {order} void, while it counts as paid here. Compare it with the vendor’s dashboard.',
  },
  authorized_late: {
    id: 'Dana kartu untuk pesanan {order} baru ditahan setelah pembayaran berakhir. Lepaskan di dasbor vendor bila tidak dipakai.',
    en: 'A card was authorised for order {order} after the payment had ended. Release it in the vendor’s dashboard unless you need it.',
  },
  amount_mismatch: {
    id: 'Vendor menyebut nominal lain untuk pesanan {order}. Pembayaran belum dianggap lunas; cocokkan dengan dasbor vendor.',
    en: 'The vendor names another amount for order {order}. It does not count as paid; compare it with the vendor’s dashboard.',
  },
  paid_elsewhere: {
    id: 'Pesanan {order} mungkin terbayar dua kali: uang juga masuk lewat penyedia yang sudah dialihkan. Periksa, lalu kembalikan salah satunya.',
    en: 'Order {order} may be paid twice: money also came through the provider that was left behind. Check, and give one of them back.',
  },
  left_behind_open: {
    id: 'Setelah pengalihan, halaman atau kode lama untuk pesanan {order} masih terbuka dan tidak dapat ditutup. Beri tahu tamu agar hanya memakai yang baru.',
    en: 'After a fallback the first page or code for order {order} is still open and can not be closed. Ask the guest to use the new one alone.',
  },
  refund_amount_unknown: {
    id: 'Vendor mengembalikan sebagian dana pesanan {order} tanpa menyebut nominalnya. Lihat nominalnya di dasbor vendor.',
    en: 'The vendor gave a part of order {order} back without saying how much. Look the amount up in the vendor’s dashboard.',
  },
  refunds_exceed_payment: {
    id: 'Pengembalian dana pesanan {order} melebihi yang diterima. Hentikan pengembalian berikutnya dan periksa di dasbor vendor.',
    en: 'More is being given back for order {order} than came in. Stop further refunds and check the vendor’s dashboard.',
  },
  refund_contradicted: {
    id: 'Vendor mengubah keterangannya tentang pengembalian dana pesanan {order}. Pastikan di dasbor vendor apakah uangnya sampai ke tamu.',
    en: 'The vendor has changed its word about a refund of order {order}. See in its dashboard whether the guest has the money.',
  },
  refund_unanswered: {
    id: 'Tidak jelas apakah pengembalian dana pesanan {order} sudah dilakukan. Tanyakan ke vendor sebelum mengirimnya lagi.',
    en: 'Nobody can say whether the refund of order {order} was made. Ask the vendor before sending it again.',
  },
};

export function remarkMessage(type: RemarkType, order: string): AlertMessage {
  const { id, en } = MESSAGES[type];
  return { id: id.replace('{order}', order), en: en.replace('{order}', order) };
}
