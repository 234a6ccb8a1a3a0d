import { Canvas } from '../harness/editor/canvas';
import type { WorkflowFile } from '../harness/host/workflow-file';
import { take } from './camera';
import type { Stage } from './stage';

const WINDOW = { width: 1440, height: 900 };
const PACKAGE = 'n8n-nodes-coupa-scan-one';
const START = { id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };
const COUPA = { coupaOAuth2Api: 'Coupa' };
const LOCK_BOX = { scanOneSftpApi: 'Scan One lock-box' };

type Node = WorkflowFile['nodes'][number];

/** Purchase orders that were issued: run, with what came out as a table. */
export async function getMany(stage: Stage, shows: string[]): Promise<Buffer> {
	const filters = { choices: [{ field: 'status', operator: 'in', values: ['issued'] }] };
	const node = nodeOf('Issued orders', 'coupa', { resource: 'purchaseOrder', operation: 'getAll', limit: 20, filters }, COUPA);
	return await panel(stage, [START, node], node, shows, true);
}

/** A trigger of Coupa for invoices that got another status. */
export async function coupaTrigger(stage: Stage, shows: string[]): Promise<Buffer> {
	const node = nodeOf('Invoice approved', 'coupaTrigger', { resource: 'invoice', event: 'statusChanged', newStatus: 'approved' }, COUPA);
	return await panel(stage, [node], node, shows);
}

/** Invoices of the lock-box, read where they are: other pictures want them too. */
export async function scanOneGetMany(stage: Stage, shows: string[]): Promise<Buffer> {
	await stage.deliver();
	const parameters = { resource: 'invoice', operation: 'getAll', mode: 'look', options: { settlingTime: 1 } };
	const node = nodeOf('Read invoices', 'scanOne', parameters, LOCK_BOX);
	return await panel(stage, [START, node], node, shows, true);
}

/** What a test of the trigger finds. */
export async function scanOneTrigger(stage: Stage, shows: string[]): Promise<Buffer> {
	await stage.deliver();
	const node = nodeOf('Watch lock-box', 'scanOneTrigger', { options: { settlingTime: 1 } }, LOCK_BOX);
	return await panel(stage, [node], node, shows, true);
}

/** The step that imports, in the template after its run: what was asked on the right of what came in, and what came out. */
export async function importStep(stage: Stage, shows: string[]): Promise<Buffer> {
	return await afterRun(stage, 'Import into Coupa', 'table', shows);
}

/** What the refused branch of the template got in that run. */
export async function refused(stage: Stage, shows: string[]): Promise<Buffer> {
	return await afterRun(stage, 'Scan One: correct and resend', 'json', shows);
}

async function afterRun(stage: Stage, step: string, as: 'json' | 'table', shows: string[]): Promise<Buffer> {
	const { page, canvas } = await stage.importedDelivery();
	const view = await canvas.open(step);
	await view.showAs(as);
	const picture = await take({ page, of: view.shown, shows });
	await view.close();
	return picture;
}

async function panel(stage: Stage, nodes: Node[], node: Node, shows: string[], run = false): Promise<Buffer> {
	const { page } = stage;
	const id = await stage.imported({ name: node.name, nodes, connections: linked(nodes) });
	await page.setViewportSize(WINDOW);
	const canvas = await Canvas.ofWorkflow(page, id);
	const view = await canvas.open(node.name);
	if (run) {
		await view.execute();
		await view.table();
	}
	return await take({ page, of: view.shown, shows });
}

function nodeOf(name: string, type: string, parameters: object, credentials: Record<string, string>): Node {
	return { id: type, name, type: `${PACKAGE}.${type}`, typeVersion: 1, position: [220, 0], parameters, credentials };
}

function linked(nodes: Node[]): Record<string, unknown> {
	const [first, second] = nodes;
	return first && second ? { [first.name]: { main: [[{ node: second.name, type: 'main', index: 0 }]] } } : {};
}
