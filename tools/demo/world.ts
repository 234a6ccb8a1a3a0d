import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { REVIEW_SCOPES } from './review-world';
import { type CoupaSandbox, startCoupaSandbox } from '../sandbox/coupa';
import { CLOSED_PERIOD_ACCOUNT, coupaSeed } from '../sandbox/dataset';
import { PAGE_SCOPES } from '../sandbox/page';
import { type SftpServer, startSftpServer } from '../sandbox/scan-one';

/** Client of the sandbox Coupa that the demo's credential uses. The credential asks for the default scopes; the others are for marking orders as exported and for the review. */
export const CLIENT = { clientId: 'n8n-demo', clientSecret: 'demo-secret', scopes: [...REVIEW_SCOPES, 'core.purchase_order.write'] };

/** A client that may change suppliers as well, which no template does. */
export const WRITING_CLIENT = {
	clientId: 'n8n-writing',
	clientSecret: 'writing-secret',
	scopes: [...CLIENT.scopes, 'core.supplier.write'],
};

/** The client of the page on which a visitor decides about invoices and changes master data. */
export const PAGE_CLIENT = { clientId: 'sandbox-page', clientSecret: 'page-secret', scopes: PAGE_SCOPES };

/** A sandbox Coupa with master data and no invoices, beside a lock-box with folders and no files. */
export interface World {
	coupa: CoupaSandbox;
	lockBox: SftpServer;
	stop(): Promise<void>;
}

/** Starts both; given an earlier world, on its ports and with its host key, so that credentials stay right. */
export async function startWorld(folder: string, earlier?: World): Promise<World> {
	await mkdir(folder, { recursive: true });
	const root = await mkdtemp(join(folder, 'lock-box-'));
	// What the operator of a lock-box sets up; the nodes create no folder unless they are asked to.
	for (const folder of [
		'Incoming/Invoices',
		'Outgoing/Accounts',
		'Outgoing/Suppliers',
		'Outgoing/RemitToAddresses',
		'Outgoing/PurchaseOrders',
		'Outgoing/InvoiceUpdates',
		'Outgoing/Invoices',
		'Incoming/InvoiceAnswers',
	])
		await mkdir(join(root, folder), { recursive: true });
	const coupa = await startCoupaSandbox({
		seed: coupaSeed(),
		clients: [CLIENT, WRITING_CLIENT, PAGE_CLIENT],
		settings: { closedPeriodAccounts: [CLOSED_PERIOD_ACCOUNT] },
		...(earlier && { port: Number(new URL(earlier.coupa.url).port) }),
	});
	const lockBox = await startSftpServer({ root, ...(earlier && { port: earlier.lockBox.port }) });
	return {
		coupa,
		lockBox,
		stop: async () => {
			await Promise.all([coupa.stop(), lockBox.stop()]);
			await rm(root, { recursive: true, force: true });
		},
	};
}
