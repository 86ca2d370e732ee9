/** The sheet of paper that brings a hub back: what to keep where, and what to do. Indonesian first, then English. */

export interface KitFacts {
  readonly keyId: string;
  readonly installationId: string;
  readonly publicUrl: string;
  readonly hubVersion: string;
  readonly madeAt: Date;
  /** Where the key stands: in `<data dir>/master.key`, or in KUNCI_MASTER_KEY. */
  readonly keyFile: string | undefined;
  /** The key itself, only where it was asked for. */
  readonly key: string | undefined;
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

interface Kit {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** For a terminal or a text printer. */
export function kitAsText(facts: KitFacts): string {
  return kits(facts)
    .map((kit) =>
      [
        kit.title.toUpperCase(),
        ...kit.sections.map(({ title, lines }) =>
          ['', title, ...lines.map((line) => `  ${line}`)].join('\n'),
        ),
      ].join('\n'),
    )
    .join(`\n\n${'-'.repeat(78)}\n\n`);
}

/** One page that loads nothing from anywhere. */
export function kitAsHtml(facts: KitFacts): string {
  const body = kits(facts)
    .map(({ title, sections }) => {
      const parts = sections.map(
        (section) =>
          `<h2>${escaped(section.title)}</h2>\n<ul>${section.lines.map((line) => `<li>${escaped(line)}</li>`).join('\n')}</ul>`,
      );
      return `<section><h1>${escaped(title)}</h1>\n${parts.join('\n')}</section>`;
    })
    .join('\n');
  return `<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Kunci</title>
<style>body{font:11pt/1.4 sans-serif;max-width:46em;margin:2em auto}section{break-after:page}h1{font-size:16pt}h2{font-size:12pt}li{overflow-wrap:anywhere}</style>
</head><body>
${body}
</body></html>`;
}

function kits(facts: KitFacts): readonly Kit[] {
  return [indonesian(facts), english(facts)];
}

function indonesian(facts: KitFacts): Kit {
  const place = facts.keyFile ?? 'setelan KUNCI_MASTER_KEY';
  return {
    title: 'Kunci: lembar pemulihan',
    sections: [
      {
        title: 'Instalasi ini',
        lines: [
          `ID instalasi: ${facts.installationId}`,
          `Sidik kunci induk: ${facts.keyId}`,
          `Alamat: ${facts.publicUrl}`,
          `Versi: ${facts.hubVersion}, dicetak ${facts.madeAt.toISOString()}`,
        ],
      },
      ...keySection(facts.key, {
        title: 'KUNCI INDUK - RAHASIA',
        warning:
          'Siapa pun yang memegang lembar ini dan sebuah cadangan dapat membaca semua kredensial. Simpan di brankas, jangan difoto, jangan dikirim lewat email.',
      }),
      {
        title: 'Yang harus Anda simpan, dan di mana',
        lines: [
          `Kunci induk (sekarang di ${place}): salinan di tempat lain dari cadangan basis data, misalnya brankas atau pengelola sandi.`,
          'Cadangan basis data (kunci backup <berkas>): setiap hari, di mesin lain.',
          'Cadangan lama hanya terbuka dengan kunci pada masanya: simpan juga kunci lama selama cadangannya masih ada.',
          'Tanpa kunci induk, kredensial vendor tidak dapat dibaca lagi oleh siapa pun.',
        ],
      },
      {
        title: 'Memulihkan',
        lines: [
          '1. Pasang Kunci dengan versi di atas atau yang lebih baru di mesin baru; jangan dijalankan dulu.',
          '2. Letakkan kunci induk: KUNCI_MASTER_KEY, atau berkas master.key di KUNCI_DATA_DIR (chmod 600).',
          '3. Jalankan: npx kunci restore <berkas>',
          `4. Jalankan: npx kunci doctor. Sidik kuncinya harus ${facts.keyId}.`,
          `5. Arahkan ${facts.publicUrl} ke mesin baru, lalu jalankan Kunci. Vendor akan mengirim ulang webhook yang tertunda.`,
        ],
      },
      {
        title: 'Latihan',
        lines: [
          'Setiap bulan: npx kunci drill --backup=<berkas>. Basis data yang berjalan tidak disentuh.',
        ],
      },
    ],
  };
}

function english(facts: KitFacts): Kit {
  const place = facts.keyFile ?? 'the setting KUNCI_MASTER_KEY';
  return {
    title: 'Kunci: recovery kit',
    sections: [
      {
        title: 'This installation',
        lines: [
          `Installation id: ${facts.installationId}`,
          `Fingerprint of the master key: ${facts.keyId}`,
          `Address: ${facts.publicUrl}`,
          `Version: ${facts.hubVersion}, printed ${facts.madeAt.toISOString()}`,
        ],
      },
      ...keySection(facts.key, {
        title: 'MASTER KEY - SECRET',
        warning:
          'Whoever has this sheet and a backup can read every credential. Keep it in a safe; take no photo of it, send it by no mail.',
      }),
      {
        title: 'What to keep, and where',
        lines: [
          `The master key (now in ${place}): a copy in another place than the backups, such as a safe or a password manager.`,
          'Backups of the database (kunci backup <file>): every day, on another machine.',
          'An old backup opens with the key of its time alone: keep old keys as long as their backups.',
          'Without the master key nobody can read the credentials of your vendors any more.',
        ],
      },
      {
        title: 'Bringing it back',
        lines: [
          '1. Install Kunci in the version above or a newer one on the new machine; do not start it yet.',
          '2. Put the master key in place: KUNCI_MASTER_KEY, or the file master.key in KUNCI_DATA_DIR (chmod 600).',
          '3. Run: npx kunci restore <file>',
          `4. Run: npx kunci doctor. The fingerprint of its key must be ${facts.keyId}.`,
          `5. Point ${facts.publicUrl} to the new machine and start Kunci. Vendors send delayed webhooks again.`,
        ],
      },
      {
        title: 'Rehearsal',
        lines: [
          'Every month: npx kunci drill --backup=<file>. It leaves the running database alone.',
        ],
      },
    ],
  };
}

function keySection(
  key: string | undefined,
  { title, warning }: { title: string; warning: string },
): Section[] {
  return key === undefined ? [] : [{ title, lines: [key, warning] }];
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
