/**
 * Adds to package-lock.json the platform packages that the registry in use does not offer. npm leaves them out of the
 * lock, and npm ci then refuses the lock for lacking them. Run by `npm run lock`, after a change of dependencies.
 */
import { readFileSync, writeFileSync } from 'node:fs';
const path = process.argv[2];
const lock = JSON.parse(readFileSync(path, 'utf8'));
const OS = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'win32',
  windows: 'win32',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
  openbsd: 'openbsd',
  netbsd: 'netbsd',
  sunos: 'sunos',
  aix: 'aix',
};
const CPU = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
};
const added = [];
for (const [where, pkg] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(pkg.optionalDependencies ?? {})) {
    let at = where,
      found = false;
    for (;;) {
      const key = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
      if (lock.packages[key]) {
        found = true;
        break;
      }
      if (at === '') break;
      const cut = at.lastIndexOf('/node_modules/');
      at = cut < 0 ? '' : at.slice(0, cut);
    }
    if (found) continue;
    if (!/^\d+\.\d+\.\d+/.test(version)) {
      console.error('not exact', where, name, version);
      continue;
    }
    const words = name.split(/[/-]/);
    const os = words.map((w) => OS[w]).find(Boolean),
      cpu = words.map((w) => CPU[w]).find(Boolean);
    if (!os) {
      console.error('no os', name);
      continue;
    }
    added.push([
      `node_modules/${name}`,
      {
        version,
        ...(cpu && { cpu: [cpu] }),
        ...(pkg.dev && { dev: true }),
        optional: true,
        os: [os],
      },
    ]);
  }
}
for (const [k, v] of added) lock.packages[k] = v;
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) =>
    a === '' ? -1 : b === '' ? 1 : a.localeCompare(b, 'en'),
  ),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length, 'added');
