import { buildRejectedPackage, readInvoicePackage } from '../../lib/package';
import { rawZip } from '../../tools/sandbox/scan-one';
import { file, invoiceRow, lineRow } from '../flat-file/csv-file';
import { delivery, png } from './packages';

const PACKAGE = rawZip([
	{ name: 'a.csv', content: file(invoiceRow('A-1'), lineRow('A-1'), invoiceRow('A-2'), lineRow('A-2')) },
	{ name: 'one.png', content: png(1) },
	{ name: 'two.png', content: png(2) },
]);

/** How often the work looks whether it is cancelled; at the look of that number it is. */
async function looksOf(work: (signal: AbortSignal) => Promise<unknown>, last = Infinity): Promise<number> {
	const controller = new AbortController();
	const { signal } = controller;
	const look = signal.throwIfAborted.bind(signal);
	let looks = 0;
	signal.throwIfAborted = () => {
		if (++looks === last) controller.abort(new Error('cancelled'));
		look();
	};
	await work(signal);
	return looks;
}

const read = async (signal?: AbortSignal) => await readInvoicePackage(PACKAGE, 'batch.zip', { delivery, signal });

test('reading stops wherever it is cancelled, and refuses nothing because of that', async () => {
	// The CSV, two files, and the keys of two invoices; more where one of them takes long.
	const looks = 1 + 2 + 2;
	expect(await looksOf(read)).toBeGreaterThanOrEqual(looks);
	for (let last = 1; last <= looks; last++) await expect(looksOf(read, last)).rejects.toThrow('cancelled');
});

test('so does packing what goes back', async () => {
	const content = await read();
	const packing = async (signal: AbortSignal) =>
		await buildRejectedPackage({ content, originalName: 'batch.zip', items: [{ position: 1 }, { position: 2 }], signal });
	// The rows and the report.
	const looks = 2;
	expect(await looksOf(packing)).toBeGreaterThanOrEqual(looks);
	for (let last = 1; last <= looks; last++) await expect(looksOf(packing, last)).rejects.toThrow('cancelled');
});
