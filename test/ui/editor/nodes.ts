import assert from 'node:assert/strict';

import { WRITING_CLIENT } from '../../../tools/demo/world';
import { Canvas } from '../../../tools/harness/editor/canvas';
import type { NodeView } from '../../../tools/harness/editor/node-view';
import { NodesPanel } from '../../../tools/harness/editor/nodes-panel';
import type { EditorRig } from '../../../tools/harness/editor/rig';
import type { WorkflowFile } from '../../../tools/harness/host/workflow-file';
import { NAMES } from './credentials';
import { seen } from './seen';

/** What people type into the nodes panel, and which of our nodes have to be among the first then. */
const SEARCHES: Array<[words: string, nodes: string[]]> = [
	['coupa', ['Coupa', 'Coupa SFTP']],
	['procurement', ['Coupa', 'Coupa SFTP']],
	['invoice', ['Coupa', 'Coupa SFTP', 'Scan One']],
	['lockbox', ['Scan One']],
	['lock-box', ['Scan One']],
];
/** Two lines of text and the padding of a row: what does not fit is cut off by n8n or scrolls. */
const TALLEST_ROW = 120;

/** A credential that may change suppliers, which none of the templates does. */
const WRITER = 'Coupa for changes';
/** As the sandbox's Coupa labels `cf-region`. */
const REGION = 'Cf Region (Custom Field)';

const STEPS: WorkflowFile = {
	name: 'Steps',
	nodes: [
		{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		step('Supplier', 0, { resource: 'supplier', operation: 'get' }),
		step('Change supplier', 1, { resource: 'supplier', operation: 'update' }, WRITER),
		step('Orders', 2, { resource: 'purchaseOrder', operation: 'getAll', returnAll: true }),
	],
	connections: {},
};

function step(
	name: string,
	place: number,
	parameters: Record<string, string | boolean>,
	credential = NAMES.coupa,
): WorkflowFile['nodes'][number] {
	return {
		...{ id: `step-${place}`, name, type: 'n8n-nodes-coupa-scan-one.coupa', typeVersion: 1, parameters },
		position: [220 + 220 * place, 0],
		credentials: { coupaOAuth2Api: credential },
	};
}

/** Nodes are found, and a step is built and run. */
export async function nodes({ page, api, world }: EditorRig): Promise<void> {
	const writer = { serverUrl: world.coupa.url, ...WRITING_CLIENT, scopes: WRITING_CLIENT.scopes.join(' '), grantType: 'clientCredentials' };
	await api.saveCredential({ name: WRITER, type: 'coupaOAuth2Api', data: writer });
	const panel = await NodesPanel.open(page);
	for (const [words, wanted] of SEARCHES)
		await seen(page, `nodes panel: “${words}” finds ${wanted.join(', ')}`, async () => {
			const found = await panel.search(words, wanted);
			assert.deepEqual(
				wanted.filter((name) => !found.includes(name)),
				[],
				`shown: ${found.join(', ')}`,
			);
		});

	const canvas = await Canvas.ofWorkflow(page, await api.importWorkflow(STEPS));
	let view: NodeView;
	await seen(page, 'a supplier that is missing is marked red, and is picked by typing part of its name', async () => {
		assert.deepEqual(await canvas.nodesWithIssues(), ['Supplier', 'Change supplier']);
		view = await canvas.open('Supplier');
		assert.deepEqual(await view.issues(), ['Supplier']);
		assert.deepEqual(await view.pick('supplier', 'northbr'), ['V-20011 · Northbrook Fasteners']);
		assert.equal(await view.picked('supplier'), 'V-20011 · Northbrook Fasteners');
		assert.deepEqual(await view.issues(), []);
	});

	await seen(page, 'the step runs and shows that supplier in the table', async () => {
		await view.execute();
		assert.match(await view.itemCount(), /^1 item/);
		const rows = await view.table();
		assert.equal(rows.length, 1);
		assert.ok(rows[0]?.cells.includes('Northbrook Fasteners'), JSON.stringify(rows));
		await view.close();
	});

	await seen(page, 'a custom field is found among the fields to send, and takes a value', async () => {
		view = await canvas.open('Change supplier');
		await view.pick('supplier', 'northbr');
		await view.map(REGION, 'East');
		assert.equal(await view.mapped(REGION).inputValue(), 'East');
		assert.deepEqual(await view.issues(), []);
	});

	await seen(page, 'the step runs, and Coupa has that value', async () => {
		await view.execute();
		assert.match(await view.itemCount(), /^1 item/);
		const [supplier] = world.coupa.rows('suppliers').filter(({ number }) => number === 'V-20011');
		assert.deepEqual(supplier?.['custom-fields'], { 'cf-region': 'East' });
		await view.close();
	});

	await seen(page, `orders are rows of at most ${TALLEST_ROW} pixels`, async () => {
		view = await canvas.open('Orders');
		await view.execute();
		const rows = await view.table();
		assert.ok(rows.length >= 10, `${rows.length} rows`);
		assert.ok(Math.max(...rows.map(({ height }) => height)) <= TALLEST_ROW, rows.map(({ height }) => height).join(' '));
		await view.close();
	});
}
