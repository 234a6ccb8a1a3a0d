import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { LockBoxFolders } from '../../tools/demo/lock-box';
import { textAt, valueAt } from '../../lib/core';
import type { CoupaSandbox } from '../../tools/sandbox/coupa';
import { deliver, type SampleInvoice, sampleDelivery, type SftpServer } from '../../tools/sandbox/scan-one';
import { coupaCredential, startCoupa } from '../../tools/harness/engine/coupa';
import { Engine } from '../../tools/harness/engine/engine';
import { lockBoxCredential, startLockBox } from '../../tools/harness/engine/lock-box';

let coupa: CoupaSandbox;
let lockBox: SftpServer;
let engine: Engine;
let invoices: SampleInvoice[];

beforeAll(async () => {
	coupa = await startCoupa({ settings: { requestsPerSecond: Infinity } });
	lockBox = await startLockBox();
	engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa), scanOneSftpApi: lockBoxCredential(lockBox) });
	invoices = (await sampleDelivery()).flatMap((delivered) => delivered.invoices);
});

afterAll(async () => {
	await Promise.all([coupa.stop(), lockBox.stop()]);
});

const quick = { settlingTime: 0.1 };

async function read(): Promise<INodeExecutionData[]> {
	const trigger = await engine.poll({ options: quick });
	const { items, error } = await engine.execute(
		'scanOne',
		{ resource: 'invoice', operation: 'getAll', mode: 'claim', package: '={{ $json.file }}', options: quick },
		trigger ?? [],
	);
	expect(error).toBeUndefined();
	return items;
}

async function imported(items: INodeExecutionData[]): Promise<INodeExecutionData[]> {
	const { items: outcomes, error } = await engine.execute(
		'coupa',
		{ resource: 'invoice', operation: 'import', submit: 'asFileSays', validateOnly: false, options: {} },
		items,
	);
	expect(error).toBeUndefined();
	return outcomes;
}

async function settled(items: INodeExecutionData[]): Promise<INodeExecutionData[]> {
	const { items: packages, error } = await engine.execute(
		'scanOne',
		{ resource: 'invoice', operation: 'acknowledge', needsBuyer: 'retry', options: {} },
		items,
	);
	expect(error).toBeUndefined();
	return packages;
}

function outcomesByNumber(items: INodeExecutionData[]): Record<string, unknown> {
	return Object.fromEntries(items.map(({ json }) => [String(json.number), json.outcome]));
}

test('the sample delivery goes in once, with images; what is wrong comes back', async () => {
	for (const delivered of await sampleDelivery()) await deliver(lockBox.root, delivered);
	const captured = await read();
	expect(captured).toHaveLength(25);
	const outcomes = await imported(captured);
	expect(outcomesByNumber(outcomes)).toEqual(Object.fromEntries(invoices.map(({ number, expected }) => [number, expected])));
	expect(outcomes.map(({ pairedItem }) => pairedItem)).toEqual(captured.map((_, item) => ({ item })));

	// No natural key is documented for remit-to addresses: the code of the file goes out as Coupa's id.
	const remitTos = coupa
		.requests()
		.filter(({ operation }) => operation === 'post')
		.map(({ json }) => valueAt(json, 'remit-to-address'))
		.filter((address) => address !== undefined);
	expect(remitTos).toContainEqual({ id: 9301 });
	expect(remitTos.every((address) => JSON.stringify(Object.keys(address as object)) === '["id"]')).toBe(true);

	const packages = await settled(outcomes);
	expect(packages.map(({ json }) => json.settled)).toEqual([true, true, true]);
	const inCoupa = coupa.rows('invoices');
	expect(inCoupa).toHaveLength(21);
	for (const record of inCoupa) {
		const invoice = invoices.find(({ number }) => number === textAt(record, 'invoice-number'));
		const image = coupa.imageScan(Number(valueAt(record, 'id')));
		expect(
			createHash('sha256')
				.update(image?.bytes ?? '')
				.digest('hex'),
		).toBe(invoice?.image?.sha256);
	}
	const folders = new LockBoxFolders(lockBox.root);
	expect((await folders.rejectedNumbers()).sort()).toEqual(
		invoices
			.filter(({ expected }) => expected === 'refused')
			.map(({ number }) => number)
			.sort(),
	);
	expect(await folders.waitingNumbers()).toEqual(invoices.filter(({ expected }) => expected === 'needsBuyer').map(({ number }) => number));
	expect(folders.isSettled()).toBe(true);
});

test('delivered again, nothing is imported twice and the others end as before', async () => {
	for (const delivered of await sampleDelivery()) await deliver(lockBox.root, delivered);
	const captured = await read();
	const outcomes = await imported(captured);
	expect(outcomesByNumber(outcomes)).toEqual(
		Object.fromEntries(invoices.map(({ number, expected }) => [number, expected === 'imported' ? 'alreadyImported' : expected])),
	);
	await settled(outcomes);
	expect(coupa.rows('invoices')).toHaveLength(21);
	expect(captured.map(({ json }) => (json.delivery as IDataObject).boundTo)).toEqual(captured.map(() => coupa.host));
});
