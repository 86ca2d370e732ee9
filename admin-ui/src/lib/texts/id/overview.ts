export const idOverview = {
  'overview.all_well': 'Semua integrasi sehat.',
  'overview.trouble': '{count} hal perlu dilihat.',
  'overview.none': 'Belum ada penyedia yang terhubung.',
  'overview.connect': 'Hubungkan penyedia pertama',
  'overview.recent': 'Pembayaran terbaru',
  'overview.see_all': 'Lihat semua',
} as const;
