export const idAccess = {
  'login.title': 'Masuk ke Kunci',
  'login.email': 'Alamat email',
  'login.password': 'Kata sandi',
  'login.code': 'Kode 6 angka dari aplikasi autentikator, atau kode pemulihan',
  'login.submit': 'Masuk',
  'login.refused':
    'Email atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi.',
  'login.locked': 'Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.',
  'login.logout': 'Keluar',
  'login.ended':
    'Sesi Anda sudah berakhir, misalnya karena lama tidak dipakai. Masuk lagi, lalu Anda kembali ke halaman tadi.',
  'invitation.title': 'Anda diundang ke Kunci',
  'invitation.text': 'Pilih kata sandi Anda. Setelah itu Anda langsung masuk.',
  'invitation.submit': 'Simpan dan masuk',
  'invitation.no_token': 'Tautan undangan ini tidak lengkap. Minta pemilik mengirimkannya lagi.',
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
