/** Teks halaman integrasi dan fitur. */
export const idIntegrations = {
  'category.payment': 'Pembayaran',
  'category.payment.promise':
    'Belum ada gateway pembayaran. Setelah terhubung, tamu dapat membayar dengan kartu, QRIS, virtual account, atau dompet digital, dan Anda melihat hasilnya di sini.',
  'category.whatsapp': 'WhatsApp',
  'category.whatsapp.promise':
    'Konfirmasi reservasi dan pengingat lewat WhatsApp akan diatur di sini. Penyedia pertama sedang disiapkan.',
  'category.sms': 'SMS',
  'category.sms.promise':
    'Kode dan pemberitahuan lewat SMS akan diatur di sini, juga sebagai cadangan saat WhatsApp terganggu. Penyedia pertama sedang disiapkan.',
  'category.mail': 'Email',
  'category.mail.promise':
    'Pengiriman email seperti konfirmasi dan tagihan akan diatur di sini. Penyedia pertama sedang disiapkan.',
  'category.ota': 'OTA',
  'category.ota.promise':
    'Kamar, harga, dan reservasi dari agen perjalanan online akan dihubungkan di sini. Saluran pertama sedang disiapkan.',
  'category.door-lock': 'Kunci pintu',
  'category.door-lock.promise':
    'Kartu dan kode kamar akan dibuat lewat sistem kunci pintu Anda di sini. Sistem pertama sedang disiapkan.',
  'category.coretax': 'Coretax',
  'category.coretax.promise':
    'Faktur pajak akan dikirim ke Coretax dari sini. Sambungannya sedang disiapkan.',
  'category.storage': 'Penyimpanan',
  'category.storage.promise':
    'Tempat menyimpan dokumen dan foto akan dipilih di sini. Penyedia pertama sedang disiapkan.',
  'category.captcha': 'Captcha',
  'category.captcha.promise':
    'Perlindungan formulir reservasi dari robot akan diatur di sini. Penyedia pertama sedang disiapkan.',

  'feature.payment.page': 'Halaman pembayaran',
  'feature.payment.embed': 'Formulir bayar di situs sendiri',
  'feature.payment.qris': 'QRIS',
  'feature.payment.virtual_account': 'Virtual account (VA)',
  'feature.payment.card': 'Kartu',
  'feature.payment.e_wallet': 'Dompet digital',
  'feature.payment.subscription': 'Pembayaran berulang',

  'integrations.intro':
    'Vendor yang terhubung dengan hotel Anda, keadaannya, dan siapa yang sedang dipakai.',
  'integrations.connect': 'Hubungkan penyedia',
  'integrations.no_calls': 'Belum ada panggilan dalam 24 jam',
  'integrations.success': '24 jam: {calls} panggilan, {rate} berhasil',
  'integrations.default': 'Bawaan',
  'integrations.paused': 'Dijeda',
  'integrations.active': '{name} dipakai',

  'breaker.open': 'Diputus sementara',
  'breaker.half_open': 'Sedang dicoba kembali',

  'order.move': 'Pindahkan {name}',
  'order.first': 'Jadikan {name} yang pertama',
  'order.up': 'Naikkan {name}',
  'order.down': 'Turunkan {name}',

  'role.primary': 'Utama',
  'role.fallback': 'Cadangan',

  'environment.label': 'Lingkungan',
  'environment.sandbox': 'Sandbox',
  'environment.production': 'Production',
  'environment.sandbox.help':
    'Sandbox adalah tempat mencoba: tidak ada uang sungguhan. Pakai kunci sandbox dari dasbor vendor.',
  'environment.production.help':
    'Production memproses uang sungguhan. Pakai kunci production dari dasbor vendor.',

  'switch_off.title': 'Nonaktifkan {name}',
  'switch_off.text':
    '{name} sedang menjadi penyedia utama. Pilih siapa yang menggantikan, supaya tamu tetap dilayani.',
  'switch_off.next': 'Penyedia utama berikutnya untuk {feature}',
  'switch_off.nobody': 'Belum ada pengganti',
  'switch_off.alone': 'Fitur tanpa pengganti akan berhenti bekerja sampai ada penyedia yang aktif.',
  'switch_off.confirm': 'Nonaktifkan {name}',

  'webhook.title': 'Beri tahu vendor alamat ini',
  'webhook.url': 'URL webhook untuk {name}',
  'webhook.local':
    'Alamat ini hanya dapat dijangkau dari jaringan Anda sendiri. Vendor memerlukan alamat publik. Minta pengelola server mengisinya (KUNCI_PUBLIC_URL).',
  'webhook.steps': 'Cara memasangnya di dasbor vendor',
  'webhook.waiting': 'Menunggu webhook pertama…',
  'webhook.seen': 'Webhook terakhir diterima.',
  'webhook.rejected': 'Webhook terakhir ditolak: tanda tangannya tidak cocok. Periksa kuncinya.',
  'webhook.filter': 'Keadaan',
  'webhook.empty': 'Belum ada webhook dari penyedia ini.',
  'webhook.body': 'Isi',
  'webhook.headers': 'Header',

  'reach.title': 'Apakah vendor dapat mencapai hub ini?',
  'reach.start': 'Periksa',
  'reach.again': 'Periksa lagi',
  'reach.ok': 'Webhook dapat sampai ke sini.',
  'reach.broken': 'Ada yang menghalangi webhook. Ikuti saran di bawah.',
  'reach.note':
    'Diperiksa dari server hub sendiri. Bila ada penerus (proxy) atau firewall di depannya, vendor bisa saja diperlakukan lain.',
  'reach.level.passed': 'Lolos',
  'reach.level.warning': 'Perhatian',
  'reach.level.failed': 'Gagal',
  'reach.level.skipped': 'Belum diperiksa',
  'reach.check.public_url': 'Alamat umum',
  'reach.check.https': 'Enkripsi (https)',
  'reach.check.dns': 'Nama di DNS',
  'reach.check.public_address': 'Terbuka untuk internet',
  'reach.check.certificate': 'Sertifikat TLS',
  'reach.check.delivery': 'Kiriman percobaan',
  'reach.check.large_body': 'Kiriman besar',
  'reach.check.provider_active': 'Penyedia aktif',
  'reach.check.last_webhook': 'Webhook terakhir',
  'archive.first.title': 'Siapa menggantikan {name}?',
  'archive.first.text':
    '{name} masih melayani fitur di bawah. Pilih penggantinya dulu; setelah itu {name} diarsipkan.',

  'provider.back': 'Semua integrasi',
  'provider.name': 'Nama',
  'provider.name.help': 'Nama yang Anda kenali, misalnya "QRIS resepsionis".',
  'provider.archived': 'Penyedia ini diarsipkan. Riwayatnya tetap dapat dibaca.',
  'provider.tab.overview': 'Ringkasan',
  'provider.tab.credentials': 'Kunci',
  'provider.tab.settings': 'Pengaturan',
  'provider.tab.connector': 'Konektor',
  'provider.tab.logs': 'Panggilan',
  'provider.tab.webhooks': 'Webhook',
  'provider.tab.history': 'Riwayat',

  'window.label': 'Rentang waktu',
  'window.1h': '1 jam',
  'window.24h': '24 jam',
  'window.7d': '7 hari',
  'window.30d': '30 hari',

  'figures.calls': 'Panggilan',
  'figures.success': 'Berhasil',
  'figures.p50': 'Biasanya dijawab dalam',
  'figures.p95': '95% dijawab dalam',
  'figures.p99': '99% dijawab dalam',
  'figures.none': 'Belum ada panggilan ke vendor dalam rentang waktu ini.',
  'figures.over_time': 'Tingkat keberhasilan',

  'failures.title': 'Kegagalan terakhir',
  'failures.none': 'Tidak ada kegagalan.',

  'actions.title': 'Tindakan',
  'actions.test': 'Uji koneksi',
  'actions.test.text': 'Tanyakan ke vendor apakah kunci yang tersimpan masih diterima.',
  'actions.pause': 'Jeda',
  'actions.pause.text':
    'Tidak ada panggilan baru ke vendor sampai Anda melanjutkannya. Fitur yang dilayaninya pindah ke cadangan, webhook tetap diterima, dan yang dapat menunggu akan menunggu.',
  'actions.resume': 'Lanjutkan',
  'actions.resume.text': 'Penyedia ini dijeda. Lanjutkan supaya dipanggil lagi.',
  'actions.cut': 'Putuskan sementara',
  'actions.cut.text': 'Lewati penyedia ini dan pakai cadangan, sampai Anda menyambungkannya lagi.',
  'actions.join': 'Sambungkan lagi',
  'actions.join.text':
    'Penyedia ini diputus sementara. Sambungkan lagi bila vendornya sudah pulih.',
  'actions.archive': 'Arsipkan',
  'actions.archive.text':
    'Penyedia tidak dipakai lagi. Riwayatnya tetap tersimpan, webhook-nya tidak diterima lagi.',

  'archive.title': 'Arsipkan {name}?',
  'archive.text':
    '{name} tidak dapat dipakai lagi dan webhook-nya ditolak. Riwayat transaksinya tetap dapat dibaca.',
  'archive.confirm': 'Arsipkan {name}',

  'provider.settings.timeout': 'Batas waktu (detik)',
  'provider.settings.timeout.help': 'Berapa lama vendor boleh menjawab.',
  'provider.settings.failures': 'Gagal berturut-turut',
  'provider.settings.failures.help': 'Setelah sekian kali, diputus sementara.',
  'provider.settings.rest': 'Istirahat (detik)',
  'provider.settings.rest.help': 'Lalu vendor dicoba lagi.',
  'provider.settings.is_default': 'Penyedia bawaan kategori ini',
  'provider.settings.notes': 'Catatan',
  'provider.settings.base_urls': 'Alamat server',
  'provider.settings.base_urls.help': 'Kosong berarti alamat resmi vendor.',
  'provider.settings.extra_config': 'Pengaturan khusus vendor',
  'provider.settings.extra_config.help': 'Pilihan yang disebut presetnya, dalam bentuk JSON.',
  'provider.settings.extra_headers': 'Header tambahan',
  'provider.settings.extra_headers.help':
    'Dikirim pada setiap panggilan. Nilai yang panjang tersimpan terenkripsi.',
  'provider.settings.fees': 'Biaya',
  'provider.settings.advanced': 'Lanjutan: alamat server, header, dan tarif (JSON)',
  'fees.none': 'Belum diisi.',
  'fees.unknown': 'Belum diketahui',
  'fees.all_methods': 'Cara bayar lainnya',
  'fees.min': 'paling sedikit {amount}',
  'fees.max': 'paling banyak {amount}',
  'fees.tax': 'PPN {rate}',
  'provider.settings.fees.help':
    'Tarif menurut kontrak Anda; dipakai untuk memilih penyedia termurah.',
  'provider.settings.saved': 'Pengaturan tersimpan.',

  'json.broken': 'JSON belum benar di baris {line}. Periksa koma, tanda kutip, dan kurung.',

  'connector.text':
    'Cara hub berbicara dengan vendor ini. Ubah hanya bila Anda memegang dokumentasi vendornya.',
  'connector.label': 'Konektor (JSON)',
  'connector.saved': 'Konektor tersimpan. Uji koneksi supaya yakin.',

  'connector.keys': 'Ctrl+Spasi menampilkan pilihan. Tekan Esc lalu Tab untuk keluar dari editor.',
  'connector.format': 'Rapikan',
  'connector.revert': 'Kembalikan',
  'connector.compare': 'Bandingkan dengan preset',
  'playground.mode': 'Yang dicoba',
  'playground.mode.request': 'Permintaan',
  'playground.mode.response': 'Jawaban',
  'playground.mode.webhook': 'Webhook',
  'playground.request.help': 'Isi yang dikirim PMS, dalam istilah hub.',
  'playground.webhook': 'Contoh webhook (JSON)',
  'playground.webhook.help': 'Bentuknya: headers dan body, boleh juga method, query, path.',
  'playground.sent': '{place}. {method} {url}',
  'playground.result': 'Hasil yang dibaca hub',
  'playground.refs': 'Nomor vendor yang disimpan',
  'playground.events': 'Peristiwa',
  'playground.reply': 'Balasan ke vendor',
  'playground.broken': 'Konektor belum benar',
  'playground.verdict.accepted': 'Diterima',
  'playground.verdict.rejected': 'Ditolak',
  'playground.verdict.handshake': 'Perkenalan (handshake)',
  'playground.title': 'Coba konektor',
  'playground.text':
    'Lihat permintaan yang akan dikirim. Tidak ada yang dikirim dan tidak ada yang disimpan.',
  'playground.operation': 'Operasi',
  'playground.request': 'Contoh permintaan (JSON)',
  'playground.response': 'Contoh jawaban vendor (JSON)',
  'playground.response.help':
    'Bentuknya: status, headers, body. Bila diisi, hasil yang dibaca hub ikut ditampilkan.',
  'playground.run': 'Lihat hasilnya',

  'preset.update.title': 'Ada versi preset yang lebih baru',
  'preset.update.text':
    'Vendor ini sudah diperbarui. Bandingkan dulu perubahannya sebelum dipakai.',
  'preset.update.show': 'Lihat perubahannya',
  'preset.update.apply': 'Pakai versi baru',

  'diff.none': 'Tidak ada perbedaan.',
  'diff.before': 'sekarang',
  'diff.after': 'menjadi',
  'diff.absent': 'tidak ada',

  'logs.filter': 'Hasil',
  'logs.all': 'Semua',
  'logs.ok': 'Berhasil',
  'logs.failed': 'Gagal',
  'logs.empty':
    'Belum ada panggilan ke vendor ini. Panggilan pertama muncul di sini begitu PMS memakainya.',
  'logs.trace': 'Nomor jejak: {trace}',
  'logs.request': 'Permintaan',
  'logs.response': 'Jawaban',

  'history.empty': 'Belum ada perubahan yang tercatat.',
  'history.created': 'Dibuat',
  'history.updated': 'Diubah',
  'history.archived': 'Diarsipkan',
  'history.paused': 'Dijeda',
  'history.resumed': 'Dilanjutkan',
  'history.ordered': 'Urutannya diubah',
  'history.key_rotated': 'Kuncinya dienkripsi ulang',
  'history.limits': 'Batas pemakaian diubah',
  'history.breaker_opened': 'Diputus sementara oleh operator',
  'history.breaker_closed': 'Disambungkan lagi oleh operator',
  'history.other': 'Perubahan lain ({action})',

  'features.intro': 'Apa yang diminta PMS, siapa yang melayani, dan siapa yang menggantikan.',
  'features.filter': 'Fitur yang ditampilkan',
  'features.filter.all': 'Semua',
  'features.filter.mapped': 'Dilayani',
  'features.filter.unmapped': 'Belum dilayani',
  'features.unmapped': 'Belum dilayani',
  'features.unmapped.text':
    'Permintaan PMS untuk fitur ini ditolak sampai ada penyedia. Tambahkan satu di bawah.',
  'features.nobody_to_map':
    'Belum ada penyedia untuk fitur ini. Hubungkan satu di halaman Integrasi.',
  'features.property': 'Properti',
  'features.inherited':
    'Mengikuti semua properti. Perubahan di sini hanya berlaku untuk {property}.',
  'features.own': 'Urutan khusus {property}.',
  'features.follow': 'Ikuti semua properti lagi',
  'features.others': '{count} properti punya urutan sendiri.',
  'features.unserved.title': 'PMS meminta fitur yang belum dilayani',
  'features.unserved':
    'PMS meminta fitur ini {count} kali, terakhir {ago}, dan ditolak karena belum ada penyedia yang aktif. Tambahkan penyedia di bawah, atau hapus fiturnya di PMS.',
  'features.fallback': 'Cadangan {place}',
  'features.strategy': 'Cara memilih untuk {feature}',
  'features.add': 'Tambah penyedia untuk {feature}',
  'features.add.placeholder': 'Tambah penyedia',
  'features.key': 'Nama di PMS: {key}',
  'features.remove': 'Lepaskan {name}',
  'features.weight': 'Bobot {name}',

  'strategy.priority': 'Menurut urutan',
  'strategy.least_cost': 'Yang termurah',
  'strategy.weighted': 'Dibagi menurut bobot',
} as const;
