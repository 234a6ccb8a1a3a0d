import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/*
 * What n8n 3 removes or changes (its published list, and the rules that n8n 2.41 checks workflows with), swept through the
 * templates. test/e2e/tarball.e2e.ts asks n8n itself. docs/n8n-3.md says what each point means here.
 */

interface TemplateNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
	alwaysOutputData?: boolean;
	onError?: string;
}

interface Template {
	nodes: TemplateNode[];
	connections: Record<string, { main?: unknown[] }>;
	settings: { callerPolicy?: string; executionOrder?: string };
}

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'workflows');

const REMOVED = [
	...['function', 'functionItem', 'itemLists', 'aiTransform', 'cron', 'interval', 'htmlExtract', 'iCal', 'moveBinaryData', 'openAi', 'orbit'],
	...['readBinaryFile', 'readBinaryFiles', 'readPDF', 'workflowTrigger', 'writeBinaryFile', 'start'],
].map((name) => `n8n-nodes-base.${name}`);

/** Core nodes with several outputs, whatever is connected to them. */
const SEVERAL_OUTPUTS = ['if', 'switch', 'filter', 'splitInBatches', 'compareDatasets', 'textClassifier'].map((name) => `n8n-nodes-base.${name}`);

/** What the list has against a template, in words. */
function against({ nodes, connections, settings }: Template): string[] {
	const found = nodes.flatMap((node) => {
		const { name, type, parameters } = node;
		const text = JSON.stringify(parameters);
		const outputs = connections[name]?.main?.length ?? 0;
		const several = outputs > 1 || SEVERAL_OUTPUTS.includes(type) || node.onError === 'continueErrorOutput';
		return [
			...(REMOVED.includes(type) || type.startsWith('@n8n/n8n-nodes-langchain.') ? [`${name}: ${type} is removed, or may be`] : []),
			...(/\$getPairedItem|\$evaluateExpression/.test(text) ? [`${name}: a removed helper`] : []),
			...(type === 'n8n-nodes-base.executeWorkflow' && parameters.mode === 'each' ? [`${name}: runs once for each item`] : []),
			...(type === 'n8n-nodes-base.executeWorkflow' && ['localFile', 'url'].includes(String(parameters.source)) ? [`${name}: a removed source`] : []),
			...(type === 'n8n-nodes-base.compression' ? [`${name}: limits of unpacking`] : []),
			...(type === 'n8n-nodes-base.code' ? [`${name}: needs a task runner, and ends after a minute`] : []),
			...(node.alwaysOutputData === true && several ? [`${name}: Always Output Data with several outputs`] : []),
		];
	});
	return settings.callerPolicy === 'any' ? [...found, 'may be called by any workflow'] : found;
}

test.each(readdirSync(FOLDER).filter((file) => file.endsWith('.json')))('%s has nothing in it that n8n 3 removes or changes', (file) => {
	expect(against(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Template)).toEqual([]);
});

test('the sweep sees each point', () => {
	const node = (type: string, more: Partial<TemplateNode> = {}) => ({ name: type, type: `n8n-nodes-base.${type}`, typeVersion: 1, parameters: {}, ...more });
	const nodes = [
		node('functionItem'),
		{ ...node('agent'), type: '@n8n/n8n-nodes-langchain.agent' },
		node('set', { parameters: { value: '={{ $getPairedItem(0) }}' } }),
		node('executeWorkflow', { parameters: { mode: 'each', source: 'url' } }),
		node('compression'),
		node('code'),
		node('if', { alwaysOutputData: true }),
		node('noOp', { alwaysOutputData: true, onError: 'continueErrorOutput' }),
		node('merge', { alwaysOutputData: true }),
	];
	const connections = { merge: { main: [[], []] } };
	expect(against({ nodes, connections, settings: { callerPolicy: 'any' } }).map((line) => line.replace(/^(\w+: )?(.*)$/, '$2'))).toEqual([
		...['n8n-nodes-base.functionItem is removed, or may be', '@n8n/n8n-nodes-langchain.agent is removed, or may be', 'a removed helper'],
		...['runs once for each item', 'a removed source', 'limits of unpacking', 'needs a task runner, and ends after a minute'],
		...['Always Output Data with several outputs', 'Always Output Data with several outputs', 'Always Output Data with several outputs'],
		'may be called by any workflow',
	]);
});

test('nodes and libraries use no helper and no setting that goes', () => {
	const removed = /\$getPairedItem|\$evaluateExpression|N8N_DB_PING_TIMEOUT|OFFLOAD_MANUAL_EXECUTIONS|\.n8n\/binaryData|helpers\.request\b/;
	const files = globSync('{nodes,credentials,lib}/**/*.{ts,json}', { cwd: ROOT });
	expect(files.length).toBeGreaterThan(100);
	expect(files.filter((file) => removed.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
