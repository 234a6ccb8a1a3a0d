import { availableParallelism } from 'node:os';

// Packages that ship as ES modules only are compiled for jest like our own code.
const esModules = [
	'content-disposition',
	'p-limit',
	'yocto-queue',
	'file-type',
	'strtok3',
	'token-types',
	'uint8array-extras',
	'@tokenizer',
	'@borewit',
];

export default {
	testEnvironment: 'node',
	// Failures and the counts, no line for what passed.
	reporters: [['summary', { summaryThreshold: 0 }]],
	globalSetup: '<rootDir>/tools/scripts/jest-setup.ts',
	setupFilesAfterEnv: process.env.CI ? ['<rootDir>/tools/scripts/jest-retry.ts'] : [],
	testSequencer: '<rootDir>/tools/scripts/longest-first.cjs',
	// Not the whole project: an n8n may be on its way into .demo, and that many files are not to be crawled.
	roots: ['<rootDir>/credentials', '<rootDir>/lib', '<rootDir>/nodes', '<rootDir>/test', '<rootDir>/tools'],
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: {
		'^.+\\.(ts|js|mjs)$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
	},
	transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`, '<rootDir>/dist/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	// Many tests wait for sockets and clocks: one process more than there are cores keeps these busy.
	maxWorkers: availableParallelism() + 1,
	testTimeout: 30_000,
};
