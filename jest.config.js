const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^#test/(.*)\\.js$': '<rootDir>/test/$1.ts',
    '^#(.*)\\.js$': '<rootDir>/src/$1.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

export default {
  // A process is started or a vendor's time-out waited for here and there, on machines with other things to do.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      setupFiles: ['reflect-metadata'],
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/test/simulators/**/*.spec.ts',
        '<rootDir>/presets/**/*.spec.ts',
        '<rootDir>/admin-ui/src/**/*.spec.ts',
      ],
    },
    {
      ...shared,
      displayName: 'integration',
      globalSetup: '<rootDir>/test/support/integration-setup.mjs',
      globalTeardown: '<rootDir>/test/support/integration-teardown.mjs',
      setupFiles: ['reflect-metadata'],
      testMatch: [
        '<rootDir>/test/integration/**/*.spec.ts',
        '<rootDir>/test/contracts/**/*.spec.ts',
        '<rootDir>/test/browser/**/*.spec.ts',
      ],
    },
  ],
};
