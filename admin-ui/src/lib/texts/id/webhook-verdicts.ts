/** Yang terjadi dengan sebuah webhook masuk, dan langkah berikutnya. */
export const idWebhookVerdicts = {
  'verdict.received': 'Diterima, menunggu giliran',
  'verdict.received.next': 'Biasanya selesai dalam beberapa detik. Halaman ini berubah sendiri.',
  'verdict.processing': 'Sedang diproses',
  'verdict.processing.next': 'Biasanya selesai dalam beberapa detik. Halaman ini berubah sendiri.',
  'verdict.applied': 'Transaksi diperbarui',
  'verdict.applied.next': 'Tidak ada yang perlu Anda lakukan.',
  'verdict.unchanged': 'Tidak mengubah apa pun: keadaannya sudah sama',
  'verdict.unchanged.next': 'Tidak ada yang perlu Anda lakukan.',
  'verdict.refused': 'Isinya tidak cocok dengan transaksi di hub',
  'verdict.refused.next':
    'Misalnya jumlah uangnya berbeda. Buka pembayarannya, bandingkan dengan dasbor vendor, lalu putuskan.',
  'verdict.answered': 'Pertanyaan vendor sudah dijawab',
  'verdict.answered.next': 'Tidak ada yang perlu Anda lakukan.',
  'verdict.duplicate': 'Kabar yang sama sudah pernah diterima',
  'verdict.duplicate.next':
    'Vendor boleh mengirim kabar yang sama berkali-kali. Kabar ini tidak dihitung dua kali.',
  'verdict.unconfirmed': 'Vendor tidak membenarkan kabar ini saat ditanya',
  'verdict.unconfirmed.next':
    'Hub bertanya langsung ke vendor dan jawabannya berbeda, jadi kabar ini tidak dipercaya. Kalau tamu yakin sudah membayar, cek di dasbor vendor.',
  'verdict.unmatched': 'Transaksinya tidak dikenal hub',
  'verdict.unmatched.next':
    'Mungkin transaksinya dibuat langsung di dasbor vendor, atau milik sistem lain yang memakai akun yang sama.',
  'verdict.ignored': 'Jenis kabar ini tidak dipakai',
  'verdict.ignored.next': 'Tidak ada yang perlu Anda lakukan.',
  'verdict.failed': 'Tidak dapat diproses meski sudah dicoba berkali-kali',
  'verdict.failed.next':
    'Baca catatan teknis di bawah, perbaiki sebabnya, lalu tekan Proses ulang.',
  'verdict.rejected': 'Ditolak',
  'verdict.rejected.next':
    'Baca catatan teknis di bawah. Kalau kuncinya sudah diperbaiki, tekan Proses ulang.',
  'verdict.mismatch': 'Tanda tangan tidak cocok',
  'verdict.mismatch.next':
    'Mungkin kunci di hub bukan kunci milik akun ini, atau lingkungannya tertukar (sandbox dan production). Salin lagi kuncinya dari dasbor vendor, simpan, lalu tekan Proses ulang. Kalau Anda tidak mengenal alamat IP pengirimnya, biarkan tertolak.',
  'verdict.token_mismatch': 'Token atau kata sandi webhook salah',
  'verdict.token_mismatch.next':
    'Samakan token webhook di hub dengan yang ada di dasbor vendor, simpan, lalu tekan Proses ulang.',
  'verdict.no_signature': 'Tidak ada tanda tangan',
  'verdict.no_signature.next':
    'Vendor yang asli selalu menyertakannya. Kalau ini memang dari vendor, periksa apakah ada perantara (proxy) yang membuang header.',
  'verdict.not_configured': 'Kunci pemeriksa belum diisi di hub',
  'verdict.not_configured.next':
    'Isi kunci webhook di tab Kredensial penyedia, lalu tekan Proses ulang.',
  'verdict.key_unreadable': 'Kunci pemeriksa di hub tidak dapat dibaca',
  'verdict.key_unreadable.next':
    'Salin lagi kunci publik dari dasbor vendor, lengkap dengan baris BEGIN dan END, lalu tekan Proses ulang.',
  'verdict.nothing_signed': 'Panggilan ini tidak berisi hal yang seharusnya ditandatangani',
  'verdict.nothing_signed.next':
    'Lihat bagian yang hilang di bawah. Mungkin ini bukan webhook dari vendor, atau bentuknya sudah berubah.',
  'verdict.stale': 'Dikirim terlalu lama sebelum sampai',
  'verdict.stale.next':
    'Mungkin ini kiriman lama yang diputar ulang orang lain, atau jam server ini meleset. Periksa jam server, lalu minta vendor mengirim lagi.',
  'verdict.early': 'Waktu kirimnya ada di masa depan',
  'verdict.early.next':
    'Jam server ini mungkin terlambat. Samakan jamnya, lalu minta vendor mengirim lagi.',
  'verdict.no_timestamp': 'Waktu kirimnya tidak ada atau tidak dapat dibaca',
  'verdict.no_timestamp.next':
    'Vendor yang asli selalu menyertakannya. Periksa apakah ada perantara (proxy) yang membuang header.',
  'verdict.claims': 'Tokennya benar, tetapi untuk akun lain',
  'verdict.claims.next': 'Periksa apakah ID akun di hub sama dengan yang ada di dasbor vendor.',
  'verdict.not_evaluated': 'Tanda tangan tidak dapat dihitung dari panggilan ini',
  'verdict.not_evaluated.next':
    'Bentuk isinya lain dari biasanya. Kalau ini memang dari vendor, aturan di konektor perlu disesuaikan.',
  'verdict.no_recipe': 'Konektor tidak tahu cara memeriksa panggilan seperti ini',
  'verdict.no_recipe.next':
    'Kalau ini memang dari vendor, tambahkan aturannya di tab Konektor penyedia, lalu tekan Proses ulang.',
  'verdict.no_webhook': 'Penyedia ini tidak memakai webhook',
  'verdict.no_webhook.next': 'Hapus alamat ini dari dasbor vendor, atau lengkapi konektornya.',
  'verdict.no_route': 'Alamatnya salah',
  'verdict.no_route.next':
    'Salin lagi alamat webhook dari halaman penyedia dan tempel di dasbor vendor.',
  'verdict.provider_off': 'Penyedia sedang dinonaktifkan',
  'verdict.provider_off.next': 'Aktifkan penyedianya, lalu tekan Proses ulang.',
  'verdict.access_token': 'Token aksesnya tidak berlaku',
  'verdict.access_token.next':
    'Vendor harus meminta token baru ke hub lebih dulu. Biasanya vendor melakukannya sendiri pada kiriman berikutnya.',
  'verdict.handshake': 'Perkenalan dari vendor ditolak',
  'verdict.handshake.next':
    'Token perkenalan tidak sama. Samakan token di hub dengan yang Anda tulis di dasbor vendor, lalu simpan lagi di sana.',
} as const;
