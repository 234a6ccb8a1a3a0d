import communityNodes from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', '.demo/**', 'coverage/**'] },
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [...tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
	},
	communityNodes.configs.recommendedWithoutN8nCloudSupport,
	{ files: ['package.json'], languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } }, plugins: { 'n8n-nodes-base': nodesBase }, rules: nodesBase.configs.community.rules },
	{ files: ['credentials/**/*.ts'], plugins: { 'n8n-nodes-base': nodesBase }, rules: nodesBase.configs.credentials.rules },
	{ files: ['nodes/**/*.ts'], plugins: { 'n8n-nodes-base': nodesBase }, rules: nodesBase.configs.nodes.rules },
);
