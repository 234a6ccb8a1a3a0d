import type { Page } from 'playwright-core';

import { makeGaps } from '../demo/reconciliation-scene';
import { PAGE_CLIENT } from '../demo/world';
import { startSandboxPage } from '../sandbox/page';
import { take } from './camera';
import type { Stage } from './stage';

const WINDOW = { width: 1100, height: 1300 };
/** From the verdict to what somebody has to look at. */
const LONG = { width: 1100, height: 2200 };

/** The page that the preflight template makes of the sandboxes. */
export async function preflightPage(stage: Stage, shows: string[]): Promise<Buffer> {
	const itemsOf = await stage.ran('preflight.json', 'When you execute it');
	return await documentOf(stage, itemsOf('Preflight page')[0]?.html, shows);
}

/** The report on the imported delivery, after a package was deleted, an invoice voided and a payment forgotten. */
export async function reconciliationReport(stage: Stage, shows: string[]): Promise<Buffer> {
	await stage.importedDelivery();
	makeGaps(stage.rig.world);
	const itemsOf = await stage.ran('daily-reconciliation.json', 'Every morning');
	return await documentOf(stage, itemsOf('Reconcile with Coupa')[0]?.html, shows, LONG);
}

/** The first page of the sandbox, after the import of the delivery. */
export async function sandboxPage(stage: Stage, shows: string[]): Promise<Buffer> {
	await stage.importedDelivery();
	const { coupa, lockBox } = stage.rig.world;
	const site = await startSandboxPage({ world: () => ({ coupa, root: lockBox.root }), client: PAGE_CLIENT });
	try {
		return await inOtherPage(stage, async (page) => {
			await page.goto(site.url);
			return await take({ page, shows });
		});
	} finally {
		await site.stop();
	}
}

async function documentOf(stage: Stage, html: unknown, shows: string[], window = WINDOW): Promise<Buffer> {
	if (typeof html !== 'string') throw new Error('The run made no page');
	return await inOtherPage(
		stage,
		async (page) => {
			await page.setContent(html);
			return await take({ page, shows });
		},
		window,
	);
}

async function inOtherPage(stage: Stage, work: (page: Page) => Promise<Buffer>, window = WINDOW): Promise<Buffer> {
	const page = await stage.tab(window);
	try {
		return await work(page);
	} finally {
		await page.close();
	}
}
