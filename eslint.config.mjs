import communityNodes from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import outsideWords from './tools/lint/outside-words.mjs';

const plugins = { 'n8n-nodes-base': nodesBase };

/** Rooms of lib/, and what each may import beside itself (docs/design.md §2). Arrows go one way. */
const ROOMS = {
	core: [],
	xml: ['core'],
	sftp: ['core'],
	coupa: ['core'],
	html: ['core'],
	reconciliation: ['html', 'core'],
	'preflight-page': ['html', 'core'],
	'flat-file': ['xml', 'core'],
	'e-invoice': ['core'],
	package: ['e-invoice', 'flat-file', 'core'],
	'lock-box': ['sftp', 'core'],
	'coupa-sftp': ['flat-file', 'package', 'sftp', 'core'],
};
const pastIndex = { regex: '/lib/(?!coupa/schema$)[^/]+/.+', message: 'Import the room by its index, not a file inside it.' };
const noN8n = { regex: '^n8n-(workflow|core)', message: 'Nothing under lib/ knows n8n.' };

/** A file in `room` sees other rooms as `../<room>`, from deeper folders as `../../<room>` and so on. */
function roomRule(room, allowed) {
	const others = Object.keys(ROOMS).filter((other) => other !== room);
	const forbidden = others.filter((other) => !allowed.includes(other));
	return {
		files: [`lib/${room}/**/*.ts`],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						noN8n,
						{ regex: '^(\\.\\./)+(nodes|credentials|tools|test)(/|$)', message: 'Nothing under lib/ reaches up.' },
						{ regex: `^(\\.\\./)+(${others.join('|')})/.+`, message: 'Import the room by its index, not a file inside it.' },
						...(forbidden.length > 0
							? [
									{
										regex: `^(\\.\\./)+(${forbidden.join('|')})$`,
										message: `lib/${room} may import only: ${allowed.join(', ') || 'nothing'}.`,
									},
								]
							: []),
					],
				},
			],
		},
	};
}

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', '.demo/**', 'coverage/**', '.report/**'] },
	// Nothing in this project may switch a rule off in a comment: n8n's package scan would not honour it either.
	{ linterOptions: { noInlineConfig: true } },
	{
		files: ['**/*.ts'],
		extends: [...tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			// n8n types parameters and credential values loosely; an assertion names what the description promises.
			'@typescript-eslint/no-base-to-string': 'off',
			'@typescript-eslint/no-unnecessary-type-assertion': 'off',
			'@typescript-eslint/no-unnecessary-type-parameters': 'off',
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
			// Interfaces of n8n and of our ports are asynchronous where an implementation need not be.
			'@typescript-eslint/require-await': 'off',
		},
	},
	{
		// What ships reads texts of others, some of whom mean harm: a pattern takes time in proportion to the text, not to its square
		// (docs/design.md §4). What no rule sees, test/untrusted measures.
		files: ['lib/**/*.ts', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		plugins: { regexp, product: { rules: { 'outside-words': outsideWords } } },
		rules: {
			'product/outside-words': 'error',
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false, ignoreSticky: false }],
		},
	},
	// Where ownValue and setOwn are.
	{ files: ['lib/core/record.ts'], rules: { 'product/outside-words': 'off' } },
	...Object.entries(ROOMS).map(([room, allowed]) => roomRule(room, allowed)),
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [pastIndex, { regex: '^(\\.\\./)+(tools|test)(/|$)', message: 'What ships imports nothing that does not.' }] },
			],
		},
	},
	{
		files: ['tools/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [pastIndex, { regex: '^(\\.\\./)+(nodes|credentials|test)(/|$)', message: 'tools/ imports lib/ only.' }] },
			],
		},
	},
	{
		files: ['test/**/*.ts'],
		// jest's matchers are typed any.
		rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-return': 'off' },
	},
	{ ...communityNodes.configs.recommendedWithoutN8nCloudSupport, files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'] },
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		plugins,
		rules: nodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins,
		// A link on the web would lead nowhere before the package is published, and without the internet: credentials/help.ts has one that always does.
		rules: { ...nodesBase.configs.credentials.rules, 'n8n-nodes-base/cred-class-field-documentation-url-missing': 'off' },
	},
	{
		files: ['nodes/**/*.ts'],
		plugins,
		rules: {
			...nodesBase.configs.nodes.rules,
			// The newer plugin demands NodeConnectionTypes.Main where these demand the literal.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
);
