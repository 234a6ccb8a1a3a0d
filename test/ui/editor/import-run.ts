import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { deliver, sampleDelivery } from '../../../tools/sandbox/scan-one';
import { Canvas } from '../../../tools/harness/editor/canvas';
import type { EditorRig } from '../../../tools/harness/editor/rig';
import type { WorkflowFile } from '../../../tools/harness/host/workflow-file';
import { PROJECT } from '../../../tools/harness/project';
import { check } from '../../e2e/checks';

/** What the sample delivery comes to (see the demo's checks). */
const OUTCOMES = { imported: 20, heldAsDraft: 1, refused: 3, needsBuyer: 1 };

/** The import template is run by the editor's button on a delivery, and its result read in the output panel. */
export async function importRun({ page, world, folder }: EditorRig): Promise<void> {
	for (const file of await sampleDelivery()) await deliver(world.lockBox.root, file);
	let canvas: Canvas;

	await check('the invoice import runs to its end by the button', async () => {
		canvas = await Canvas.fromFile(page, quickTemplate(folder));
		await canvas.execute();
		assert.deepEqual(await canvas.nodesWithIssues(), []);
	});

	await check('the output of the import shows what became of each invoice', async () => {
		const view = await canvas.open('Import into Coupa');
		assert.match(await view.itemCount(), /^25 items/);
		const rows = await view.table();
		const at = (await view.columns()).indexOf('outcome');
		const counted: Record<string, number> = {};
		for (const { cells } of rows) counted[cells[at] ?? ''] = (counted[cells[at] ?? ''] ?? 0) + 1;
		assert.deepEqual(counted, OUTCOMES);
		await view.close();
	});

	await check('the packages are settled, and Coupa holds the invoices', async () => {
		const view = await canvas.open('Settle packages');
		assert.match(await view.itemCount(), /^3 items/);
		await view.close();
		assert.equal(world.coupa.rows('invoices').length, OUTCOMES.imported + OUTCOMES.heldAsDraft);
	});
}

/** The template as it is shipped, but for the time it waits between its two looks at a package. */
function quickTemplate(folder: string): string {
	const template = JSON.parse(readFileSync(join(PROJECT, 'workflows', 'import-invoices.json'), 'utf8')) as WorkflowFile;
	for (const node of template.nodes)
		if (node.type.startsWith('n8n-nodes-coupa-scan-one.scanOne')) {
			const parameters = node.parameters as { operation?: string; options?: object };
			if (parameters.operation === undefined || parameters.operation === 'getAll')
				parameters.options = { ...parameters.options, settlingTime: 1 };
		}
	const path = join(folder, 'import-invoices.json');
	writeFileSync(path, JSON.stringify(template));
	return path;
}
