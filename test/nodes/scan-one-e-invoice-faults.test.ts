import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { PageNotDrawn, readInvoicePackage } from '../../lib/package';
import { PackageBinaries } from '../../nodes/ScanOne/resources/invoice/packageBinaries';
import { eInvoiceSample, xRechnung } from '../../tools/sandbox/e-invoice';
import { zipOf } from '../../tools/sandbox/scan-one';

const prepareBinaryData = async (bytes: Buffer, fileName: string, mimeType: string): Promise<IBinaryData> =>
	await Promise.resolve({ data: bytes.toString('base64'), mimeType, fileName });

test('an invoice whose page cannot be drawn comes without one and stays a draft; the next one is whole', async () => {
	const entries = ['R-1', 'R-2'].map((number) => ({ fileName: `${number}.xml`, content: xRechnung(eInvoiceSample(number)) }));
	const delivery = { package: 'e.zip', claim: null, receivedAt: '', boundTo: null, encoding: 'auto' as const, claimedUntil: null };
	const { items } = await readInvoicePackage(await zipOf(entries), 'e.zip', { delivery });
	const page = items[0]?.files.find(({ role }) => role === 'imageScan');
	if (page) page.read = async () => await Promise.reject(new PageNotDrawn(new Error('nobody thought of this')));
	const binaries = new PackageBinaries({ helpers: { prepareBinaryData } } as unknown as IExecuteFunctions);
	const found = [];
	for (const item of items) found.push([Object.keys(await binaries.of(item)), item.json.imageScan, item.json.problems]);
	expect(found).toEqual([
		[['attachment1'], null, [expect.objectContaining({ code: 'pageNotDrawn', keepsDraft: true, severity: 'warning' })]],
		[['imageScan', 'attachment1'], { fileName: 'R-2.pdf', binary: 'imageScan' }, []],
	]);
});
