/** Teks antarmuka. Ditulis lebih dulu dalam bahasa Indonesia; `en.ts` punya kunci yang sama. */
export const id = {
  'app.name': 'Kunci',
  'app.loading': 'Memuat…',
  'app.search': 'Cari pesanan, tamu, nomor telepon, ID vendor',
  'app.skip': 'Langsung ke isi',
  'app.menu': 'Menu',
  'app.language': 'Bahasa',
  'app.theme': 'Tampilan terang atau gelap',
  'app.property.all': 'Semua properti',
  'app.more': 'Lainnya',

  'nav.overview': 'Ringkasan',
  'nav.integrations': 'Integrasi',
  'nav.features': 'Fitur',
  'nav.transactions': 'Transaksi',
  'nav.webhooks': 'Webhook',
  'nav.health': 'Kesehatan',
  'nav.settings': 'Pengaturan',

  'action.retry': 'Coba lagi',
  'action.save': 'Simpan',
  'action.cancel': 'Batal',
  'action.close': 'Tutup',
  'action.back': 'Kembali',
  'action.next': 'Lanjut',
  'action.copy': 'Salin',
  'action.copied': 'Tersalin',
  'action.delete': 'Hapus',
  'action.clear_filter': 'Hapus saringan',
  'action.load_more': 'Muat lebih banyak',
  'action.open': 'Buka',

  'status.healthy': 'Sehat',
  'status.degraded': 'Terganggu',
  'status.down': 'Putus',
  'status.untested': 'Belum diuji',
  'status.off': 'Nonaktif',

  'list.empty': 'Belum ada apa pun di sini.',
  'list.no_result': 'Tidak ada yang cocok dengan saringan ini.',

  'error.title': 'Bagian ini belum dapat ditampilkan',
  'error.offline':
    'Hub tidak menjawab. Periksa sambungan internet atau tunggu sebentar, lalu coba lagi.',
  'error.forbidden': 'Peran Anda tidak mencakup bagian ini. Minta pemilik untuk membukanya.',
  'error.trace': 'Nomor jejak untuk dukungan: {trace}',
  'error.not_found.title': 'Halaman ini tidak ada',
  'error.not_found.text': 'Alamatnya mungkin salah ketik, atau isinya sudah dihapus.',
  'error.not_found.home': 'Ke ringkasan',

  'login.title': 'Masuk ke Kunci',
  'login.email': 'Alamat email',
  'login.password': 'Kata sandi',
  'login.code': 'Kode 6 angka dari aplikasi autentikator, atau kode pemulihan',
  'login.submit': 'Masuk',
  'login.refused':
    'Email atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi.',
  'login.locked': 'Terlalu banyak percobaan. Coba lagi dalam {seconds} detik.',
  'login.logout': 'Keluar',

  'setup.title': 'Selamat datang',
  'setup.text': 'Buat akun pemilik untuk hub ini. Tautan ini hanya berlaku satu kali.',
  'setup.submit': 'Buat akun pemilik',
  'setup.password.help':
    'Paling sedikit 12 karakter. Kalimat yang mudah Anda ingat lebih aman daripada kata pendek yang rumit.',
  'setup.done.title': 'Akun pemilik sudah dibuat',
  'setup.done.key':
    'Kunci API untuk PMS Anda. Simpan sekarang: kunci ini tidak akan ditampilkan lagi.',
  'setup.done.continue': 'Masuk ke hub',
  'setup.no_token':
    'Tautan ini tidak lengkap. Salin seluruh tautan yang ditampilkan saat hub pertama kali dijalankan.',
} as const;
