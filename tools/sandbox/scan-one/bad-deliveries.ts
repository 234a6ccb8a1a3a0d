import type { InvoiceFacts } from '../dataset';
import { badCsvs } from './bad-csvs';
import { PLAIN_LAYOUT, invoicesCsv } from './delivery-csv';
import { filesOf, packageOf, zipOf } from './package';
import type { DeliveryFile } from './package';
import { paddedPdf, pageImage } from './page-image';
import { rawZip } from './raw-zip';
import { plainInvoice } from './plain-invoice';

/** A delivery with something wrong about it, and what must become of it. */
export interface BadDelivery extends DeliveryFile {
	/** What is wrong, in a word, e.g. `truncatedZip`. */
	name: string;
	/** What should happen, in the words of an AP analyst. */
	expectation: string;
	/** True when the package as a whole is to be refused: none of its invoices may reach Coupa. */
	wholePackage: boolean;
	/** Numbers of the invoices that are to reach Coupa all the same. */
	good: string[];
	/** Numbers of the invoices that are to be refused, each with a problem that names the place. */
	refused: string[];
}

/** Every bad input that a lock-box must live through, each under a file name of its own. The same bytes every time. */
export async function badDeliveries(): Promise<BadDelivery[]> {
	return [...(await brokenFiles()), ...(await dangerousZips()), ...(await wrongContents()), ...(await badCsvs())];
}

async function brokenFiles(): Promise<BadDelivery[]> {
	const whole = await packageOf('whole.zip', [plainInvoice('BAD-TRUNC-1'), plainInvoice('BAD-TRUNC-2')], PLAIN_LAYOUT);
	return [
		{
			name: 'truncatedZip',
			fileName: 'bad-truncated.zip',
			content: whole.content.subarray(0, Math.floor(whole.content.length * 0.6)),
			expectation: 'The ZIP ends in the middle and no longer grows: refused as unreadable, and goes back whole',
			wholePackage: true,
			good: [],
			refused: [],
		},
		{
			name: 'notAZip',
			fileName: 'bad-not-a-zip.zip',
			content: Buffer.from('%PDF-1.4 renamed by mistake\n'.repeat(40)),
			expectation: 'The file is named .zip and is none: refused as unreadable',
			wholePackage: true,
			good: [],
			refused: [],
		},
	];
}

const BOMB_BYTES = 64 * 1024 * 1024;

async function dangerousZips(): Promise<BadDelivery[]> {
	const csvOf = (number: string) => ({ name: `${number}.csv`, content: invoicesCsv([plainInvoice(number)], PLAIN_LAYOUT) });
	const imageOf = async (number: string) => ({ name: plainInvoice(number).image.fileName, content: await pageImage(plainInvoice(number)) });
	const climbing = async (name: string, fileName: string, number: string, entryName: string): Promise<BadDelivery> => ({
		name,
		fileName,
		content: rawZip([csvOf(number), await imageOf(number), { name: entryName, content: Buffer.from('climbed out') }]),
		expectation: `The entry ${entryName} points out of the package: the package is refused and nothing is written anywhere`,
		wholePackage: true,
		good: [],
		refused: [],
	});
	const zeros = Buffer.alloc(BOMB_BYTES);
	return [
		{
			name: 'zipBomb',
			fileName: 'bad-bomb.zip',
			content: rawZip([csvOf('BAD-BOMB'), { name: 'BAD-BOMB.pdf', content: zeros, deflate: true }]),
			expectation: 'The page image unpacks from 64 kB to 64 MB: refused before it is unpacked, memory stays flat',
			wholePackage: true,
			good: [],
			refused: [],
		},
		{
			name: 'lyingZipBomb',
			fileName: 'bad-bomb-lying.zip',
			content: rawZip([csvOf('BAD-LIAR'), { name: 'BAD-LIAR.pdf', content: zeros, deflate: true, claimedSize: 2000 }]),
			expectation: 'The directory claims 2000 bytes and 64 MB come out: refused as soon as more than that is unpacked',
			wholePackage: true,
			good: [],
			refused: [],
		},
		await climbing('climbingName', 'bad-climbing.zip', 'BAD-CLIMB', '../climbed.csv'),
		await climbing('absoluteName', 'bad-absolute.zip', 'BAD-ABS', '/tmp/climbed.csv'),
		await climbing('backslashName', 'bad-backslash.zip', 'BAD-BACK', '..\\..\\climbed.csv'),
	];
}

async function wrongContents(): Promise<BadDelivery[]> {
	const [one, two] = [plainInvoice('BAD-TWO-1'), plainInvoice('BAD-TWO-2')];
	const [onlyImage, noCsv] = [plainInvoice('BAD-IMAGES'), plainInvoice('BAD-NOCSV')];
	const empty = plainInvoice('BAD-EMPTY');
	return [
		{
			name: 'twoCsvs',
			fileName: 'bad-two-csvs.zip',
			content: await zipOf([csvFile('one.csv', [one]), csvFile('two.csv', [two]), ...(await filesOf(one)), ...(await filesOf(two))]),
			expectation: 'Two CSV files at the top level: nobody knows which one counts, so the package is refused',
			wholePackage: true,
			good: [],
			refused: [],
		},
		{
			name: 'noCsv',
			fileName: 'bad-no-csv.zip',
			content: await zipOf([...(await filesOf(noCsv)), { fileName: 'readme.txt', content: Buffer.from('The CSV follows tomorrow.\n') }]),
			expectation: 'No CSV at all: refused, and the page image and the text file go back with it',
			wholePackage: true,
			good: [],
			refused: [],
		},
		{
			name: 'imagesOnly',
			fileName: 'bad-images-only.zip',
			content: await zipOf(await filesOf(onlyImage)),
			expectation: 'Only page images: refused, no image is lost',
			wholePackage: true,
			good: [],
			refused: [],
		},
		{
			name: 'emptyCsv',
			fileName: 'bad-empty-csv.zip',
			content: await zipOf([{ fileName: 'empty.csv', content: Buffer.alloc(0) }, ...(await filesOf(empty))]),
			expectation: 'The CSV has no bytes: refused, the page image goes back with it',
			wholePackage: true,
			good: [],
			refused: [],
		},
		await bigImage(),
	];
}

const NINE_MB = 9 * 1024 * 1024;

/** A page image beyond the 8 MB of Coupa's own ZIP route; the REST route takes it. */
async function bigImage(): Promise<BadDelivery> {
	const [big, neighbour] = [plainInvoice('BIG-IMAGE-1'), plainInvoice('BIG-IMAGE-2')];
	const image = await paddedPdf(await pageImage(big), NINE_MB);
	return {
		name: 'bigImage',
		fileName: 'big-image.zip',
		content: await zipOf([
			csvFile('big-image.csv', [big, neighbour]),
			{ fileName: big.image.fileName, content: image },
			...(await filesOf(neighbour)),
		]),
		expectation: 'A page image of 9 MB: imported like the others, since 8 MB is the limit of the ZIP route only',
		wholePackage: false,
		good: [big.number, neighbour.number],
		refused: [],
	};
}

function csvFile(fileName: string, invoices: InvoiceFacts[]): DeliveryFile {
	return { fileName, content: invoicesCsv(invoices, PLAIN_LAYOUT) };
}
