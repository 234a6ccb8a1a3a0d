import assert from 'node:assert/strict';
import { join } from 'node:path';

import { deliver, sampleDelivery } from '../../../tools/sandbox/scan-one';
import { Canvas } from '../../../tools/harness/editor/canvas';
import type { EditorRig } from '../../../tools/harness/editor/rig';
import { PROJECT } from '../../../tools/harness/project';
import { seen } from './seen';

/** What the sample delivery comes to (see the demo's checks). */
const OUTCOMES = { imported: 20, heldAsDraft: 1, refused: 3, needsBuyer: 1 };

/** The import template is run by the editor's button on a delivery, and its result read in the output panel. */
export async function importRun({ page, world }: EditorRig): Promise<void> {
	for (const file of await sampleDelivery()) await deliver(world.lockBox.root, file);
	let canvas: Canvas;

	await seen(page, 'the invoice import runs to its end by the button', async () => {
		canvas = await Canvas.fromFile(page, join(PROJECT, 'workflows', 'import-invoices.json'));
		assert.match(await canvas.execute(), /executed successfully/);
		assert.deepEqual(await canvas.nodesWithIssues(), []);
	});

	await seen(page, 'the output of the import shows what became of each invoice', async () => {
		const view = await canvas.open('Import into Coupa');
		assert.match(await view.itemCount(), /^25 items/);
		await view.output.getByText('20 imported, 1 held as draft, 3 refused, 1 needs the buyer').waitFor();
		const rows = await view.table();
		const at = (await view.columns()).indexOf('outcome');
		const counted: Record<string, number> = {};
		for (const { cells } of rows) counted[cells[at] ?? ''] = (counted[cells[at] ?? ''] ?? 0) + 1;
		assert.deepEqual(counted, OUTCOMES);
		await view.close();
	});

	await seen(page, 'the packages are settled, and Coupa holds the invoices', async () => {
		const view = await canvas.open('Settle packages');
		assert.match(await view.itemCount(), /^3 items/);
		await view.close();
		assert.equal(world.coupa.rows('invoices').length, OUTCOMES.imported + OUTCOMES.heldAsDraft);
	});
}
