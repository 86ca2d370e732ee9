/** Teks wizard, formulir kunci, dan uji koneksi. */
export const idWizard = {
  'wizard.title': 'Hubungkan penyedia',
  'wizard.intro': 'Empat langkah: pilih vendor, isi kunci, uji, lalu pasang.',
  'wizard.step.pick': 'Pilih',
  'wizard.step.keys': 'Kunci',
  'wizard.step.test': 'Uji',
  'wizard.step.map': 'Pasang',
  'wizard.draft.title': 'Ada draf {vendor} yang belum selesai',
  'wizard.draft.text':
    'Semua isian tersimpan di peramban ini, kecuali kunci rahasia. Kunci rahasia perlu diisi lagi.',
  'wizard.draft.resume': 'Lanjutkan draf',
  'wizard.draft.restart': 'Mulai dari awal',
  'wizard.save': 'Simpan dan lanjut',
  'wizard.save_anyway': 'Simpan tanpa uji yang berhasil',
  'wizard.finish': 'Selesai',

  'gallery.search': 'Cari vendor atau cara bayar',
  'gallery.search.example': 'misalnya QRIS, kartu, DANA',
  'gallery.indonesia': 'Cocok untuk Indonesia',
  'gallery.nothing':
    'Tidak ada vendor yang cocok. Kosongkan pencarian atau hapus centang "Cocok untuk Indonesia".',
  'gallery.custom': 'Lainnya',
  'gallery.custom.text': 'Vendor yang belum ada di daftar, diatur sendiri menurut dokumentasinya.',

  'formats.text': 'Pilih yang Anda pakai. Kunci cukup diisi satu kali untuk semuanya.',
  'formats.other_vendor': 'Ganti vendor',

  'credentials.where': 'Di mana?',
  'credentials.show': 'Tampilkan atau sembunyikan',
  'credentials.looks_right': 'Bentuknya benar.',
  'credentials.pattern':
    '{label} tampaknya bukan nilai yang benar. Salin kembali seluruhnya dari dasbor vendor.',
  'credentials.required': '{label} wajib diisi.',
  'credentials.write_only':
    'Kunci yang tersimpan tidak pernah ditampilkan lagi, hanya empat karakter terakhirnya. Kosongkan kolom yang tidak ingin Anda ganti.',
  'credentials.saved': 'Kunci tersimpan. Uji koneksi supaya yakin.',

  'paste.open': 'Tempel semua',
  'paste.label': 'Isi dari dasbor vendor',
  'paste.help':
    'Salin seluruh blok kunci dari dasbor atau email vendor, lalu tempel di sini. Setiap nilai dicarikan kolomnya.',
  'paste.nothing':
    'Belum ada nilai yang dikenali. Sertakan nama kuncinya, misalnya "Server Key: …".',
  'paste.found': 'Ditemukan: {names}',
  'paste.fill': 'Isi kolom',

  'base_urls.title': 'Lanjutan: alamat server lain',
  'base_urls.help':
    'Hanya untuk proxy atau simulator. Kosongkan supaya alamat resmi vendor dipakai.',

  'test.start': 'Uji koneksi',
  'test.again': 'Uji lagi',
  'test.title': 'Uji koneksi',
  'test.title.ok': 'Koneksi berhasil',
  'test.idle': 'Uji koneksi dengan kunci yang sudah diisi, sebelum disimpan.',
  'test.running': 'Menghubungi {vendor}…',
  'test.identity': 'Akun yang ditemukan: {identity}',
  'test.unverifiable': 'Belum dapat dipastikan',
  'test.unverifiable.text':
    'Vendor ini tidak menyediakan cara menguji kunci. Simpan, lalu coba satu transaksi kecil di sandbox.',
  'test.form': 'Ada isian yang belum tepat',
  'test.form.text': 'Kembali ke langkah Kunci dan perbaiki kolom yang disebut di atas.',

  'check.passed': 'Berhasil',
  'check.failed': 'Gagal',
  'check.reachable': 'Sambungan ke server',
  'check.reachable.ok': 'Server menjawab dalam {ms} ms.',
  'check.credentials': 'Pemeriksaan kunci',
  'check.credentials.ok': 'Vendor menerima kunci ini.',
  'check.test_transaction': 'Transaksi percobaan',
  'check.credentials.refused': 'Vendor tidak menerima kunci ini. Penjelasannya ada di bawah.',
  'check.test_transaction.failed':
    'Kunci diterima, tetapi vendor menolak transaksi percobaan. Jawabannya ada di bawah.',
  'check.test_transaction.ok': 'Transaksi kecil di sandbox berhasil dibuat.',
  'check.test_transaction_cancelled': 'Pembatalan transaksi percobaan',
  'check.test_transaction_cancelled.ok': 'Tidak ada yang tertinggal di vendor.',

  'map.title': 'Dipakai untuk apa?',
  'map.text':
    'Centang fitur yang dilayani penyedia ini. Yang sekarang tetap sebagai cadangan, kecuali Anda memilih sebaliknya.',
  'map.now': 'sekarang: {chain}',
  'map.nobody': 'belum ada yang melayani',
  'map.provider': 'Penyedia untuk {feature}',
  'map.role': 'Peran untuk {feature}',
  'map.own': 'Fitur lain',
  'map.own.help': 'Nama yang dipakai PMS Anda, misalnya booking_engine atau folio.',
  'map.own.add': 'Tambah',
  'map.save': 'Pasang',
  'map.saved': 'Pemetaan tersimpan.',
} as const;
