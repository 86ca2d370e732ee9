/** Arti setiap jenis kegagalan vendor: apa yang terjadi, kenapa mungkin, langkah berikutnya (satu per baris), dan siapa yang ditanya. */
export const idVendorErrors = {
  'failure.next': 'Langkah berikutnya',
  'failure.contact': 'Siapa yang dihubungi',
  'failure.support': 'Dukungan {vendor}',
  'failure.support.phone': 'Telepon {phone}',
  'failure.support.email': 'Email {email}',
  'failure.support.url': 'Pusat bantuan',
  'failure.raw': 'Lihat jawaban lengkap',
  'failure.said': 'Kata vendor: {message}',
  'failure.code': 'Kode vendor: {code}',

  'failure.unauthorized.what': 'Kunci ditolak oleh vendor',
  'failure.unauthorized.why':
    'Kunci salah salin, sudah diganti di dasbor vendor, milik lingkungan lain, atau belum diberi izin untuk layanan ini.',
  'failure.unauthorized.next':
    'Salin kembali kunci dari dasbor vendor, seluruhnya, tanpa spasi.\nPastikan lingkungan di sini (Sandbox atau Production) sama dengan asal kuncinya.\nUji koneksi lagi.',
  'failure.unauthorized.who':
    'Bila tetap ditolak, minta dukungan vendor memeriksa apakah kunci ini masih aktif dan layanannya sudah dibuka.',

  'failure.unavailable.what': 'Server vendor tidak dapat dihubungi',
  'failure.unavailable.why':
    'Server vendor sedang terganggu, alamat servernya keliru, atau sambungan internet hotel terputus. Permintaan ini pasti belum diproses.',
  'failure.unavailable.next':
    'Coba lagi beberapa menit kemudian; hub memakai cadangan bila ada.\nPeriksa alamat server bila Anda pernah mengubahnya.\nLihat apakah penyedia lain di halaman ini juga gagal: bila ya, periksa internet hotel.',
  'failure.unavailable.who':
    'Bila hanya vendor ini yang gagal, hubungi dukungannya. Bila semua gagal, hubungi teknisi jaringan Anda.',

  'failure.ambiguous.what': 'Vendor tidak menjawab tepat waktu',
  'failure.ambiguous.why':
    'Permintaan sudah terkirim, tetapi jawabannya terputus atau terlambat, jadi vendor mungkin sudah memprosesnya.',
  'failure.ambiguous.next':
    'Jangan mengulang transaksi yang sama dulu.\nTunggu sebentar; hub menanyakan hasilnya ke vendor dengan sendirinya.\nBila mendesak, cari transaksinya di dasbor vendor.',
  'failure.ambiguous.who':
    'Bila masih belum jelas setelah 15 menit, tanyakan ke dukungan vendor dengan nomor transaksinya.',

  'failure.rate_limited.what': 'Terlalu banyak permintaan ke vendor',
  'failure.rate_limited.why':
    'Vendor membatasi jumlah permintaan dalam satu waktu, dan batas akun Anda tercapai.',
  'failure.rate_limited.next':
    'Tunggu satu menit; hub mencoba lagi atau memakai cadangan dengan sendirinya.\nBila sering terjadi, turunkan batas laju di tab Pengaturan.',
  'failure.rate_limited.who': 'Minta dukungan vendor menaikkan batas akun Anda.',

  'failure.invalid_request.what': 'Vendor tidak memahami permintaan',
  'failure.invalid_request.why':
    'Ada isian yang tidak diterima vendor, misalnya nominal di luar batas, cara bayar yang belum aktif, atau format yang berubah.',
  'failure.invalid_request.next':
    'Baca kata vendor di bawah ini; biasanya isiannya disebut.\nPastikan cara bayar ini sudah aktif di dasbor vendor.\nPerbaiki isiannya, lalu coba lagi.',
  'failure.invalid_request.who':
    'Bila isiannya benar, minta teknisi Anda memeriksa konektor penyedia ini.',

  'failure.declined.what': 'Ditolak oleh vendor',
  'failure.declined.why':
    'Ini keputusan bank atau dompet digital, misalnya saldo kurang atau kartu diblokir; sambungannya sehat.',
  'failure.declined.next':
    'Minta tamu memakai kartu atau cara bayar lain.\nTamu boleh mencoba lagi nanti.',
  'failure.declined.who': 'Tamu dapat menanyakan alasannya ke bank atau dompet digitalnya.',

  'failure.not_found.what': 'Vendor tidak mengenal yang ditanyakan',
  'failure.not_found.why':
    'Nomornya dari lingkungan lain, sudah dihapus, atau alamat server mengarah ke tempat yang salah.',
  'failure.not_found.next':
    'Pastikan lingkungannya benar: transaksi Sandbox tidak ada di Production.\nPeriksa alamat server di tab Pengaturan.\nCari nomornya di dasbor vendor.',
  'failure.not_found.who':
    'Bila transaksi itu ada di dasbor vendor, hubungi dukungannya dengan nomor tersebut.',

  'failure.duplicate.what': 'Vendor sudah menerima permintaan yang sama',
  'failure.duplicate.why':
    'Nomor pesanan ini pernah dipakai, jadi vendor menolak supaya tidak ada yang terbayar dua kali.',
  'failure.duplicate.next':
    'Lihat dulu transaksi yang sudah ada.\nBila memang perlu yang baru, pakai nomor pesanan lain.',
  'failure.duplicate.who': 'Bila transaksi itu tidak ditemukan, hubungi dukungan vendor.',

  'failure.breaker_open.what': 'Penyedia ini diputus sementara',
  'failure.breaker_open.why':
    'Beberapa panggilan terakhir gagal berturut-turut, jadi hub berhenti bertanya sebentar dan memakai cadangan.',
  'failure.breaker_open.next':
    'Buka kegagalan sebelum ini: di sana sebab aslinya.\nHub mencoba lagi dengan sendirinya setelah satu menit.\nAnda dapat menyambungkannya sendiri di tab Ringkasan.',
  'failure.breaker_open.who': 'Bila terus terputus, hubungi dukungan vendor.',

  'failure.paused.what': 'Penyedia ini sedang dijeda',
  'failure.paused.why': 'Seseorang di hotel Anda menjedanya, jadi vendor tidak dihubungi.',
  'failure.paused.next': 'Tekan "Lanjutkan" di tab Ringkasan bila penyedia ini boleh dipakai lagi.',
  'failure.paused.who': 'Siapa yang menjedanya tertulis di tab Riwayat.',

  'failure.limited.what': 'Batas pemakaian tercapai',
  'failure.limited.why': 'Batas yang dipasang di hub ini tercapai, jadi vendor tidak dihubungi.',
  'failure.limited.next':
    'Tunggu sampai periode berikutnya, atau naikkan batasnya di Pengaturan.\nPasang cadangan di halaman Fitur supaya tamu tetap dilayani.',
  'failure.limited.who': 'Batas ini diatur pemilik hotel, bukan vendor.',

  'failure.bug.what': 'Ada kesalahan di hub ini',
  'failure.bug.why': 'Ini bukan kesalahan Anda maupun vendor.',
  'failure.bug.next': 'Coba lagi satu kali.\nCatat nomor jejaknya.',
  'failure.bug.who': 'Kirim nomor jejaknya ke teknisi Anda.',

  'failure.other.what': 'Panggilan ke vendor gagal',
  'failure.other.why': 'Sebabnya belum dikenal hub ini.',
  'failure.other.next': 'Baca jawaban vendor di bawah ini.\nCoba lagi beberapa menit kemudian.',
  'failure.other.who': 'Bila berlanjut, kirim nomor jejaknya ke teknisi Anda.',
} as const;
