export const idSettings = {
  'settings.title': 'Pengaturan',
  'settings.sections': 'Bagian pengaturan',
  'settings.group.hotel': 'Hotel dan orang',
  'settings.group.connections': 'Sambungan',
  'settings.group.watch': 'Pengawasan',
  'settings.group.safety': 'Data dan keamanan',
  'settings.section.property': 'Properti',
  'settings.section.property.about': 'Nama hotel dan zona waktunya',
  'settings.section.users': 'Pengguna',
  'settings.section.users.about': 'Siapa yang boleh masuk, dan sebagai apa',
  'settings.section.account': 'Akun saya',
  'settings.section.account.about': 'Kata sandi, langkah kedua, sesi Anda',
  'settings.section.keys': 'Kunci API',
  'settings.section.keys.about': 'Kunci untuk PMS dan sistem lain',
  'settings.section.usage': 'Pemakaian dan batas',
  'settings.section.usage.about': 'Panggilan ke vendor, perkiraan biaya, batas',
  'settings.section.alerts': 'Peringatan',
  'settings.section.alerts.about': 'Kapan Anda diberi tahu, dan peringatan uji',
  'settings.section.audit': 'Catatan audit',
  'settings.section.audit.about': 'Siapa mengubah apa, dan kapan',
  'settings.section.retention': 'Penyimpanan catatan',
  'settings.section.retention.about': 'Berapa lama catatan dan data tamu disimpan',
  'settings.section.sign-in': 'Batas waktu sesi',
  'settings.section.sign-in.about': 'Kapan pengguna keluar secara otomatis',
  'settings.section.encryption': 'Kunci enkripsi',
  'settings.section.encryption.about': 'Mengganti kunci, lembar pemulihan',
  'settings.section.guests': 'Data tamu',
  'settings.section.guests.about': 'Menyerahkan atau menghapus data seorang tamu',
  'settings.saved': 'Pengaturan tersimpan.',
  'settings.range': 'Dari {from} sampai {to}.',
  'settings.default': 'Bawaan: {value}.',
  'settings.restore': 'Kembalikan ke bawaan',
  'settings.unit.days': 'hari',
  'settings.unit.hours': 'jam',
  'settings.unit.minutes': 'menit',
  'settings.unit.percent': '%',
  'settings.unit.per_minute': 'per menit',
  'settings.unit.calls': 'panggilan',
  'settings.unit.webhooks': 'webhook',
  'settings.unit.letters': 'kiriman',
  'settings.retention.intro':
    'Catatan yang lebih lama dihapus otomatis. Pembayaran tidak pernah dihapus.',
  'settings.privacy': 'Data tamu',
  'settings.field.retention.integration_logs_days': 'Panggilan ke vendor',
  'settings.field.retention.integration_logs_days.help':
    'Isi permintaan dan jawaban setiap panggilan, untuk mencari penyebab gangguan.',
  'settings.field.retention.webhook_logs_days': 'Webhook masuk',
  'settings.field.retention.webhook_logs_days.help':
    'Isi setiap webhook dari vendor. Setelah dihapus, webhook itu tidak dapat diproses ulang.',
  'settings.field.retention.events_days': 'Peristiwa dan pengirimannya',
  'settings.field.retention.events_days.help':
    'Peristiwa yang dikirim ke PMS dan sistem lain. Setelah dihapus, peristiwa itu tidak dapat dikirim ulang.',
  'settings.field.privacy.guest_data_days': 'Nama, email, dan telepon tamu',
  'settings.field.privacy.guest_data_days.help':
    'Dihitung sejak pembayaran selesai. Setelah itu identitas tamu dikosongkan; jumlah, nomor, dan tanggal tetap ada untuk pajak.',
  'settings.sign-in.intro':
    'Aturan ini berlaku di semua perangkat. Pengguna yang dinonaktifkan langsung keluar.',
  'settings.field.sessions.idle_minutes': 'Keluar setelah tidak aktif',
  'settings.field.sessions.idle_minutes.help':
    'Dihitung sejak pengguna terakhir membuka halaman. 120 menit cocok untuk komputer bersama di resepsionis.',
  'settings.field.sessions.lifetime_hours': 'Masuk lagi paling lambat setelah',
  'settings.field.sessions.lifetime_hours.help':
    'Dihitung sejak pengguna masuk, juga bila masih bekerja.',
  'settings.alerts.intro':
    'Peringatan muncul di Ringkasan dan Kesehatan. Sistem lain menerimanya sebagai webhook keluar alert.raised.',
  'settings.alerts.thresholds': 'Kapan Anda diperingatkan',
  'settings.alerts.owner_only': 'Batas-batas ini diatur oleh pemilik.',
  'settings.field.alerts.failure_rate_percent': 'Panggilan gagal',
  'settings.field.alerts.failure_rate_percent.help':
    'Diperingatkan bila persentase panggilan gagal dalam satu jam terakhir melebihi angka ini.',
  'settings.field.alerts.failure_rate_min_calls': 'Jumlah panggilan minimum',
  'settings.field.alerts.failure_rate_min_calls.help':
    'Bila panggilan dalam satu jam lebih sedikit, persentasenya belum dinilai.',
  'settings.field.alerts.rejected_webhooks': 'Webhook ditolak',
  'settings.field.alerts.rejected_webhooks.help':
    'Diperingatkan bila dalam 10 menit sebanyak ini webhook dari satu penyedia bertanda tangan salah. Biasanya kuncinya sudah diganti di dasbor vendor.',
  'settings.field.alerts.dead_letters': 'Tidak terkirim',
  'settings.field.alerts.dead_letters.help':
    'Diperingatkan bila dalam satu jam sebanyak ini kiriman ke satu penerima tidak sampai.',
  'settings.field.alerts.usage_percent': 'Batas pemakaian hampir penuh',
  'settings.field.alerts.usage_percent.help':
    'Peringatan pertama saat pemakaian mencapai persentase ini, peringatan kedua saat batas tercapai.',
  'settings.field.alerts.resolve_after_minutes': 'Dianggap selesai',
  'settings.field.alerts.resolve_after_minutes.help':
    'Peringatan selesai setelah penyebabnya hilang selama ini, supaya gangguan sesaat tidak memicu peringatan berulang kali.',
  'settings.field.limits.per_key_per_minute': 'Per kunci API',
  'settings.field.limits.per_key_per_minute.help':
    'Permintaan satu kunci API. 0 berarti tanpa batas. Batas yang ditetapkan pada kuncinya sendiri lebih diutamakan.',
  'settings.field.limits.per_ip_per_minute': 'Per alamat, tanpa kunci',
  'settings.field.limits.per_ip_per_minute.help':
    'Permintaan tanpa kunci API yang sah dari satu alamat internet, termasuk halaman ini. 0 berarti tanpa batas.',
  'settings.field.limits.refused_webhooks_per_ip_per_minute': 'Webhook yang ditolak, per alamat',
  'settings.field.limits.refused_webhooks_per_ip_per_minute.help':
    'Webhook tanpa tanda tangan yang benar dari satu alamat. Vendor yang baru mengirim webhook asli tidak terkena.',
  'settings.section.status': 'Halaman status',
  'settings.section.status.about': 'Keadaan layanan untuk resepsionis, tanpa masuk',
  'settings.status.intro':
    'Keadaan layanan untuk resepsionis. Siapa pun yang memegang tautannya dapat melihatnya tanpa masuk; data tamu dan jumlah uang tidak tampil.',
  'settings.field.status_page.is_on': 'Halaman status aktif',
  'settings.field.status_page.is_on.help': 'Bila dimatikan, semua tautan langsung tertutup.',
  'settings.field.status_page.shows_names': 'Tampilkan nama hotel dan penyedia',
  'settings.field.status_page.shows_names.help':
    'Siapa pun yang memegang tautan dapat membacanya. Bila mati, hanya jenis layanan yang tampil, misalnya Pembayaran.',
  'settings.status.links': 'Tautan halaman status',
  'settings.status.links.text':
    'Buat tautan untuk layar resepsionis, salin, atau cabut yang tidak dipakai lagi.',
  'settings.status.links.open': 'Kelola tautan',
  'settings.trial': 'Peringatan uji',
  'settings.trial.text':
    'Kirim satu peringatan percobaan untuk memastikan peringatan sampai kepada Anda. Peringatan ini selesai dengan sendirinya.',
  'settings.trial.send': 'Kirim peringatan uji',
  'settings.trial.sent': 'Peringatan uji dikirim',
  'settings.trial.to': 'Penerima webhook berikut diberi tahu:',
  'settings.trial.unheard': 'Peringatan uji dibuat, tetapi tidak ada yang diberi tahu',
  'settings.trial.unheard.text':
    'Belum ada penerima webhook keluar yang berlangganan alert.raised. Peringatan sungguhan hanya akan tampil di halaman ini.',
  'settings.trial.health': 'Lihat di Kesehatan',
  'settings.trial.webhooks': 'Ke webhook keluar',
  'property.intro':
    'Jam dan hari pada halaman, laporan, dan rekonsiliasi mengikuti zona waktu properti.',
  'property.owner_only': 'Properti diubah oleh pemilik.',
  'property.new': 'Tambah properti',
  'property.empty': 'Belum ada properti. Tambahkan hotel Anda.',
  'property.change': 'Ubah',
  'property.change.named': 'Ubah {name}',
  'property.now': 'Sekarang pukul {time}',
  'property.name': 'Nama hotel',
  'property.zone': 'Zona waktu',
  'property.zone.help': 'Pilih WIB, WITA, atau WIT; kota lain dapat dicari dalam bahasa Inggris.',
  'property.zone.moved':
    'Zona baru berlaku mulai sekarang. Laporan hari yang sudah lewat tetap memakai zona lama.',
  'zone.indonesia': 'Indonesia',
  'zone.elsewhere': 'Tempat lain',
  'zone.Asia/Jakarta': 'Waktu Indonesia Barat (WIB)',
  'zone.Asia/Makassar': 'Waktu Indonesia Tengah (WITA)',
  'zone.Asia/Jayapura': 'Waktu Indonesia Timur (WIT)',
} as const;
