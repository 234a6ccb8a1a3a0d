import { toCoupa } from '../../../lib/e-invoice';
import { codesOf, mapped } from './mapped';
import { changed, eInvoice, INVOICE, LINE, type Written } from './document';

const FULL: Written = changed(INVOICE, {
	'BT-9': '2026-05-25',
	'BT-11': 'P-1',
	'BT-20': ['30 days net', '2 % within\n10 days'],
	'BT-18': { value: '4711', scheme: 'AVE' },
	'BG-1': { 'BT-22': 'Thank you' },
	'BG-4': {
		'BT-27': 'Seller GmbH',
		'BG-5': { 'BT-37': 'Kiel', 'BT-35': 'Road 1', 'BT-38': '24103', 'BT-40': 'DE' },
		'BG-6': { 'BT-41': 'Ann' },
	},
	'BG-25': changed(LINE, {
		'BT-127': 'Urgent',
		'BG-31': {
			'BT-153': 'Bolt',
			'BT-159': 'IT',
			'BG-32': [
				{ 'BT-160': 'Colour', 'BT-161': 'black' },
				{ 'BT-161': 'M8', 'BT-160': 'Size' },
			],
		},
	}),
});

const LEFT = [
	{ name: 'Payment due date (BT-9)', value: '2026-05-25' },
	{ name: 'Project reference (BT-11)', value: 'P-1' },
	{ name: 'Invoiced object identifier (BT-18)', value: '4711 (AVE)' },
	{ name: 'Payment terms (BT-20)', value: '30 days net' },
	{ name: 'Payment terms (BT-20)', value: '2 % within\n10 days' },
	{ name: 'Seller postal address (BG-5)', value: 'Road 1, Kiel, 24103' },
	{ name: 'Seller contact (BG-6)', value: 'Ann' },
	{ name: 'Line 1: Invoice line note (BT-127)', value: 'Urgent' },
	{ name: 'Line 1: Item country of origin (BT-159)', value: 'IT' },
	{ name: 'Line 1: Item attributes (BG-32)', value: 'Colour: black' },
	{ name: 'Line 1: Item attributes (BG-32)', value: 'Size: M8' },
	{ name: '/Invoice/ext:Own', value: 'x' },
];
const LIST = LEFT.map(({ name, value }) => `${name}: ${value.replace('\n', ' ')}`).join('\n');
const unread = [{ path: '/Invoice/ext:Own', value: 'x' }];

it('what has no place is listed by number, the lines and what no row reads last, below the notes', () => {
	const { left, record, problems } = toCoupa(eInvoice(FULL, { unread }));
	expect(left).toEqual(LEFT);
	expect(record['supplier-note']).toBe(`Thank you\n\n${LIST}`);
	expect(problems).toEqual([]);
});

it('the settings say where: another note, a custom field, nowhere', () => {
	const invoice = eInvoice(FULL, { unread });
	expect(toCoupa(invoice, { left: { note: 'internal-note' } }).record).toMatchObject({
		'supplier-note': 'Thank you',
		'internal-note': LIST,
	});
	expect(toCoupa(invoice, { left: { customField: 'e-invoice-terms' } }).record).toMatchObject({
		'supplier-note': 'Thank you',
		'custom-fields': { 'e-invoice-terms': LIST },
	});
	const nowhere = toCoupa(invoice, { left: null });
	expect(nowhere.record['supplier-note']).toBe('Thank you');
	expect(nowhere.left).toEqual(LEFT);
});

it('a list that is longer than a note has whole entries, and says how many are missing', () => {
	const invoice = eInvoice(INVOICE, {
		unread: Array.from({ length: 700 }, (_, index) => ({ path: `/x[${index}]`, value: 'ü'.repeat(50) })),
	});
	const { record, problems, left } = toCoupa(invoice);
	const note = String(record['supplier-note']);
	expect(left).toHaveLength(700);
	const listed = note.split('\n').length - 1;
	expect(Buffer.byteLength(note)).toBeLessThan(60_100);
	expect(note.split('\n').at(-1)).toBe(`… and ${700 - listed} more, which are in the attached e-invoice`);
	expect(problems).toEqual([
		{
			severity: 'warning',
			code: 'leftUnlisted',
			path: 'supplier-note',
			message: `What has no place in Coupa is longer than a note: ${700 - listed} of 700 entries are not listed. They are in the attached e-invoice.`,
		},
	]);
});

it('nothing left, nothing listed', () => {
	expect(mapped(INVOICE).record['supplier-note']).toBeUndefined();
});

describe('supporting documents', () => {
	const documents = (...groups: Written[]) => mapped(changed(INVOICE, { 'BG-24': groups }));
	const pdf = Buffer.from('%PDF-1.7').toString('base64');

	it('files, links, and references that are neither', () => {
		const result = documents(
			{ 'BT-122': 'A1', 'BT-123': 'Time sheet', 'BT-125': { value: pdf, mimeType: 'application/pdf', fileName: 'times.pdf' } },
			{ 'BT-122': 'A2', 'BT-125': { value: pdf.replace('J', 'J\n '), mimeType: 'application/pdf' } },
			{ 'BT-122': 'A3', 'BT-124': 'https://seller.example/a3' },
			{ 'BT-122': 'A4', 'BT-124': 'file:///etc/passwd' },
			{ 'BT-122': 'A5', 'BT-123': 'Drawing' },
		);
		expect(result.embedded.map(({ bytes, ...more }) => ({ ...more, text: bytes.toString() }))).toEqual([
			{ fileName: 'times.pdf', mimeType: 'application/pdf', description: 'Time sheet', text: '%PDF-1.7' },
			{ fileName: 'A2.pdf', mimeType: 'application/pdf', description: null, text: '%PDF-1.7' },
		]);
		expect(result.links).toEqual(['https://seller.example/a3']);
		expect(result.left.map(({ value }) => value)).toEqual(['A3', 'A4, file:///etc/passwd', 'A5, Drawing']);
	});

	it.each(['', '====', 'not base64!', 'äöü'])('“%s” is no file: told, and the rest of the invoice goes in', (value) => {
		const result = documents({ 'BT-122': 'A1', 'BT-125': { value, mimeType: 'application/pdf' } });
		expect(result.embedded).toEqual([]);
		expect(codesOf(result)).toEqual(['damagedFile']);
	});
});
