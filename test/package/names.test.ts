import { buildRejectedPackage, openPackage, PackageError, readInvoicePackage, splitPackage } from '../../lib/package';
import { rawZip } from '../../tools/sandbox/scan-one';
import { file, invoiceRow, lineRow, told } from '../flat-file/csv-file';
import { delivery, png } from './packages';

const csv = { name: 'a.csv', content: file(invoiceRow('A-1'), lineRow('A-1')) };

async function refusal(name: string | Buffer): Promise<{ code: string; message: string; value?: string } | null> {
	try {
		await openPackage(rawZip([csv, { name, content: png(1) }]), 'batch.zip');
		return null;
	} catch (error) {
		if (error instanceof PackageError) return error.problem;
		throw error;
	}
}

/** Names that a ZIP may hold and nobody can store, pack again or read aloud. */
const UNUSABLE: Array<[string, string]> = [
	['no name', ''],
	['40,000 bytes', 'a'.repeat(40_000)],
	['65,535 bytes', 'a'.repeat(65_535)],
	['a part of 256 bytes', `scans/${'ü'.repeat(128)}`],
	['many folders', `${'folder/'.repeat(200)}a.pdf`],
	['NUL', 'a\0.pdf'],
	['a line break', 'a\n.pdf'],
	['an escape', 'a\u001b[2J.pdf'],
	['a control of Latin-1', 'a\u0085.pdf'],
	['an override of the direction', 'invoice\u202efdp.exe'],
	['an isolated direction', 'a\u2066b.pdf'],
	['a direction mark', 'a\u200f.pdf'],
	['a line separator', 'a\u2028.pdf'],
	['up', '../a.pdf'],
	['only up', '..'],
];

test.each(UNUSABLE)('a file with %s refuses the package, in words that can be shown', async (_, name) => {
	const problem = await refusal(name);
	expect(problem?.code).toMatch(/^(unusable|unsafe)EntryName$/);
	expect(`${problem?.message ?? ''}${problem?.value ?? ''}`).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028]/u);
	expect(problem?.message.length).toBeLessThan(500);
});

test.each(['a'.repeat(255), `${'ü'.repeat(100)}/${'b'.repeat(150)}`, 'שלום.pdf', 'a👩‍👧.png', 'a b.pdf', '…', 'a..pdf', '.pdf'])(
	'%s can be packed again',
	async (name) => {
		const content = await readInvoicePackage(
			rawZip([
				{ ...csv, content: file(invoiceRow('A-1', { image: name }), lineRow('A-1')) },
				{ name, content: png(1) },
			]),
			'batch.zip',
			{ delivery },
		);
		expect(told(content.items[0]?.json.problems ?? [])).toEqual([]);
		const back = await buildRejectedPackage({ content, originalName: 'batch.zip', items: [{ position: 1 }] });
		expect([...(await openPackage(back.bytes, back.fileName)).files.keys()]).toEqual([name]);
		const [part] = (await splitPackage(content, 'batch.zip', { maxBytes: 100_000 })).parts;
		expect([...(await openPackage((await part?.bytes()) ?? Buffer.alloc(0), 'part.zip')).files.keys()]).toEqual([name]);
	},
);

test('what macOS calls a folder’s picture is no file of the package', async () => {
	expect(await refusal('scans/Icon\r')).toBeNull();
});

test('a package whose own name cannot be stored goes back under one that can', async () => {
	const content = await readInvoicePackage(rawZip([csv]), 'a.zip', { delivery });
	for (const originalName of ['../..\u202e/x\0y.zip', `${'z'.repeat(5_000)}.zip`, '..', '']) {
		const back = await buildRejectedPackage({ content, originalName, items: [{ position: 1 }] });
		expect(back.fileName).toMatch(/^[\w.]+-rejected-[0-9a-f]{12}\.zip$/);
		expect(Buffer.byteLength(back.reportName)).toBeLessThan(255);
		const [part] = (await splitPackage(content, originalName, { maxBytes: 100_000 })).parts;
		expect(part?.fileName).toMatch(/^[\w.]{1,200}-1of1\.zip$/);
	}
});

test('what a row names is shown and stored like any name', async () => {
	const image = `${'i'.repeat(200)}\u202e\u2066.pdf`;
	const content = await readInvoicePackage(
		rawZip([{ ...csv, content: file(invoiceRow('A-1', { image, attachment1: `file://${image}` }), lineRow('A-1')) }]),
		'a.zip',
		{ delivery },
	);
	const [item] = content.items;
	const fileProblems = item?.json.problems.filter(({ code }) => /Missing$/.test(code)) ?? [];
	expect(told(fileProblems)).toEqual(['imageMissing 3 Image Scan Filename', 'attachmentMissing 3 Attachment 1']);
	const shown = JSON.stringify([fileProblems, item?.json.imageScan, item?.json.attachments]);
	expect(shown.length).toBeLessThan(2_000);
	expect(shown).not.toMatch(/[\u202e\u2066]/);
	const { report } = await buildRejectedPackage({ content, originalName: 'a\u202e.zip', items: [{ position: 1 }] });
	expect(report.toString()).not.toMatch(/[\u202e\u2066]/);
	expect(report.length).toBeLessThan(20_000);
});
