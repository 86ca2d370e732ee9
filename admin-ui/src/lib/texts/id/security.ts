export const idSecurity = {
  'encryption.intro':
    'Semua kunci vendor dan rahasia lain tersimpan terkunci. Kunci enkripsi membukanya, dan tidak ada di dalam database.',
  'encryption.fingerprint': 'Sidik kunci yang dipakai',
  'encryption.place': 'Tempat kunci',
  'encryption.place.file': 'Berkas master.key di server hub',
  'encryption.place.settings': 'Setelan server KUNCI_MASTER_KEY',
  'encryption.processes': 'Proses hub yang berjalan',
  'encryption.rotate': 'Ganti kunci enkripsi',
  'encryption.rotate.open': 'Ganti kunci…',
  'encryption.rotate.title': 'Ganti kunci enkripsi {key}?',
  'encryption.rotate.start': 'Mulai penggantian',
  'encryption.explained.what':
    'Setiap rahasia dibuka dengan kunci lama, dikunci ulang dengan kunci baru, lalu dibuka sekali lagi untuk memastikan.',
  'encryption.explained.running':
    'Tidak ada yang berhenti: pembayaran dan webhook berjalan terus. Biasanya selesai dalam hitungan menit.',
  'encryption.explained.keep':
    'Simpan kunci lama bersama cadangan database yang dibuat sebelumnya: tanpa kunci itu cadangan tersebut tidak terbaca.',
  'encryption.explained.who':
    'Hanya pemilik yang dapat memulainya. Lakukan bila kunci mungkin diketahui orang lain, atau sekali setahun.',
  'encryption.start.file':
    'Hub membuat kunci baru dan menuliskannya sendiri ke master.key. Setelah selesai, salin berkas itu ke tempat aman, terpisah dari database.',
  'encryption.start.file.sure': 'Saya dapat mengambil salinan master.key dari server setelahnya',
  'encryption.start.settings':
    'Kunci baru dibuat di peramban ini dan hanya tampil sekarang. Simpan di tempat aman: setelah penggantian, kunci ini harus dipasang sebagai KUNCI_MASTER_KEY di server.',
  'encryption.start.settings.sure': 'Saya sudah menyimpan kunci baru ini',
  'encryption.start.new_key': 'Kunci enkripsi baru',
  'encryption.state.checking': 'Memeriksa semua rahasia',
  'encryption.state.checking.text':
    'Setiap rahasia dibuka sekali dengan kunci lama. Belum ada yang berubah.',
  'encryption.state.distributing': 'Membagikan kunci baru',
  'encryption.state.distributing.text':
    'Setiap proses hub menerima kunci baru. Belum ada yang berubah.',
  'encryption.state.switching': 'Beralih ke kunci baru',
  'encryption.state.switching.text':
    'Rahasia baru sudah dikunci dengan kunci baru; yang lama masih terbaca.',
  'encryption.state.resealing': 'Mengunci ulang',
  'encryption.state.resealing.text':
    'Rahasia lama dikunci ulang dengan kunci baru, sedikit demi sedikit.',
  'encryption.state.verifying': 'Membuktikan hasilnya',
  'encryption.state.verifying.text': 'Setiap rahasia dibuka dengan kunci baru saja.',
  'encryption.state.handing_over': 'Tinggal setelan server',
  'encryption.state.handing_over.text':
    'Semua rahasia sudah memakai kunci baru. Hub masih dijalankan dengan kunci lama; ini selesai lima menit setelah semua hub dijalankan dengan kunci baru.',
  'encryption.state.done': 'Penggantian selesai',
  'encryption.state.done.text': 'Kunci lama hanya masih membuka cadangan dari masanya.',
  'encryption.state.cancelled': 'Penggantian dibatalkan',
  'encryption.state.cancelled.text': 'Tidak ada yang berubah. Kunci lama tetap dipakai.',
  'encryption.state.failed': 'Penggantian berhenti',
  'encryption.state.failed.text':
    'Tidak ada yang hilang dan kunci lama tetap dipakai. Perbaiki yang disebut di bawah, lalu mulai lagi.',
  'encryption.progress': 'Kemajuan: {percent}%',
  'encryption.problem': 'Yang menghalangi',
  'encryption.started': 'Dimulai',
  'encryption.finished': 'Selesai',
  'encryption.ready': '{ready} dari {running} proses siap',
  'encryption.proved': 'Terbukti: {count} rahasia dapat dibuka dengan kunci baru saja.',
  'encryption.steps': 'Langkah penggantian kunci',
  'encryption.step.checked': 'Dibuka dengan kunci lama',
  'encryption.step.resealed': 'Dikunci ulang dengan kunci baru',
  'encryption.step.verified': 'Dibuka dengan kunci baru',
  'encryption.step.of': '{count} dari {total}',
  'encryption.left': 'Yang masih perlu Anda lakukan',
  'encryption.left.settings':
    'Pasang kunci baru sebagai KUNCI_MASTER_KEY di setiap server hub, lalu jalankan ulang satu per satu.',
  'encryption.left.file': 'Salin master.key yang baru ke tempat aman, terpisah dari database.',
  'encryption.left.backups': 'Simpan kunci lama bersama cadangan lama.',
  'encryption.left.kit': 'Cetak lembar pemulihan yang baru dan hancurkan yang lama.',
  'encryption.cancel': 'Batalkan penggantian',
  'encryption.kit': 'Lembar pemulihan',
  'encryption.kit.text':
    'Satu lembar berisi kunci dan cara menghidupkan hub kembali. Orang yang mengelola server membuatnya dengan perintah ini:',
  'encryption.kit.after': 'Buka kit.html, cetak, simpan di brankas, lalu hapus berkasnya.',
  'guests.intro':
    'Tamu boleh meminta datanya atau meminta dihapus (UU 27/2022 tentang Pelindungan Data Pribadi).',
  'guests.email': 'Alamat email',
  'guests.phone': 'Nomor telepon',
  'guests.order_id': 'Nomor pesanan',
  'guests.help':
    'Isi paling sedikit satu. Nomor 08…, 628…, dan +62… dianggap sama. Nama saja tidak cukup, karena dapat dimiliki beberapa orang.',
  'guests.look': 'Cari data tamu',
  'guests.look.reason': 'Pencarian dari halaman data tamu',
  'guests.looking': 'Mencari…',
  'guests.nothing': 'Tidak ada data tentang tamu ini',
  'guests.found': '{count} catatan ditemukan',
  'guests.places': 'Tempat data tamu',
  'guests.place': 'Tempat',
  'guests.records': 'Ditemukan',
  'guests.erased': 'Dihapus',
  'guests.kept': 'Belum boleh',
  'guests.source.payments': 'Pembayaran',
  'guests.source.payments.keeps':
    'Jumlah, nomor, dan tanggal tetap ada untuk pajak; yang masih berjalan menunggu selesai.',
  'guests.source.subscriptions': 'Langganan',
  'guests.source.subscriptions.keeps':
    'Jumlah dan tanggal tetap ada; yang masih berjalan menunggu selesai.',
  'guests.source.integration_logs': 'Panggilan ke vendor',
  'guests.source.integration_logs.keeps':
    'Vendor mana yang dipanggil, kapan, dan hasilnya tetap ada.',
  'guests.source.webhook_logs': 'Webhook masuk',
  'guests.source.webhook_logs.keeps':
    'Bahwa webhook datang tetap ada; isinya tidak dapat diproses ulang lagi.',
  'guests.source.events': 'Peristiwa keluar',
  'guests.source.events.keeps':
    'Peristiwa, jumlah, dan nomor tetap ada; penerimanya punya salinan sendiri.',
  'guests.source.audit_log': 'Catatan audit',
  'guests.source.audit_log.keeps': 'Tidak dapat diubah; nama tamu tidak ditulis ke dalamnya.',
  'guests.export': 'Unduh data tamu',
  'guests.erase': 'Hapus data tamu',
  'guests.erase.title': 'Hapus data {guest}?',
  'guests.erase.text':
    'Data yang dihapus tidak dapat dikembalikan. Unduh dulu bila tamu memintanya juga.',
  'guests.erase.reason': 'Alasan',
  'guests.erase.reason.help': 'Masuk ke catatan audit. Jangan tulis nama tamu.',
  'guests.erase.type': 'Ketik {word} untuk memastikan',
  'guests.erased.running': 'Sedang dihapus…',
  'guests.erased.running.text':
    'Penghapusan berjalan terus di belakang layar; halaman ini boleh ditutup.',
  'guests.erased.done': 'Data tamu sudah dihapus',
  'guests.erased.done.text':
    'Yang belum boleh dihapus masih berjalan, misalnya pembayaran yang terbuka. Minta lagi setelah selesai.',
  'guests.erased.failed': 'Penghapusan berhenti',
  'guests.erased.failed.text':
    'Sebagian mungkin sudah terhapus. Coba lagi; yang sudah dihapus tidak terhitung dua kali.',
  'guests.elsewhere':
    'Vendor dan sistem lain yang menerima webhook punya salinan sendiri. Minta mereka juga.',
} as const;
