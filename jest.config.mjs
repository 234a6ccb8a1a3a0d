import { availableParallelism } from 'node:os';

export default {
	// Packages are loaded once for all test files of a process, n8n's engine among them, and tests run in the same context as they.
	testEnvironment: '<rootDir>/tools/scripts/one-context.cjs',
	runtime: '<rootDir>/tools/scripts/load-once.cjs',
	// Failures and the counts, no line for what passed.
	reporters: [['summary', { summaryThreshold: 0 }]],
	globalSetup: '<rootDir>/tools/scripts/jest-setup.ts',
	setupFilesAfterEnv: process.env.CI ? ['<rootDir>/tools/scripts/jest-retry.ts'] : [],
	testSequencer: '<rootDir>/tools/scripts/longest-first.cjs',
	// Not the whole project: an n8n may be on its way into .demo, and that many files are not to be crawled.
	roots: ['<rootDir>/credentials', '<rootDir>/lib', '<rootDir>/nodes', '<rootDir>/test', '<rootDir>/tools'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
	},
	// Faults at every point and large amounts are for `npm run test:e2e` (test/e2e/sweeps.e2e.ts): `npm test` is to take less than five minutes.
	testPathIgnorePatterns: process.env.SWEEP === 'full' ? [] : ['\\.slow\\.test\\.ts$'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	// Many tests wait for sockets and clocks: one process more than there are cores keeps these busy.
	maxWorkers: availableParallelism() + 1,
	testTimeout: 30_000,
};
