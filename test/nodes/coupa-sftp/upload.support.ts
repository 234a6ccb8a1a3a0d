import { randomBytes } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { file, invoiceRow, lineRow } from '../../flat-file/csv-file';
import { zip } from '../../package/packages';
import { Engine, type RunOptions } from '../../../tools/harness/engine/engine';
import { lockBoxCredential } from '../../../tools/harness/engine/lock-box';
import { CoupaAccount } from './coupa-sftp';

export const INVOICES = 'Incoming/Invoices';

/** The account of the running test, and the engine that signs in to it. */
export let account: CoupaAccount;
export let engine: Engine;

/** Each test of the file has an account and an engine of its own. */
export function accountPerTest(): void {
	beforeEach(async () => {
		account = await CoupaAccount.start([INVOICES, 'Incoming/Suppliers']);
		// No OAuth2 credential at all: what goes over SFTP alone must not ask for one.
		engine = await Engine.load({ coupaSftpApi: lockBoxCredential(account.server) });
	});

	afterEach(async () => {
		await account.server.stop();
	});
}

/** Uploads the file of each item; into the folder of the invoices unless the parameters say otherwise. */
export async function upload(items: INodeExecutionData[], parameters: IDataObject = {}, options: RunOptions = {}) {
	return await engine.execute(
		'coupaSftp',
		{
			resource: 'flatFile',
			operation: 'upload',
			folder: INVOICES,
			binaryPropertyName: 'data',
			fileName: '',
			options: {},
			...parameters,
		},
		items,
		options,
	);
}

/** A page image of this size. */
export const scan = (kilobytes: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(kilobytes * 1024)]);

/** An invoice package with page images of the given sizes in kB. */
export async function packageOf(sizes: Record<string, number>): Promise<Buffer> {
	const numbers = Object.keys(sizes);
	const scans = Object.fromEntries(Object.entries(sizes).map(([number, size]) => [`${number}.pdf`, scan(size)]));
	return await zip({
		'invoices.csv': file(...numbers.flatMap((number) => [invoiceRow(number, { image: `${number}.pdf` }), lineRow(number)])),
		...scans,
	});
}
