import { outputSchema, shownFields, simplify } from '../../../lib/coupa';
import { entryNamed } from '../../../lib/coupa/entries';
import { attributesOf } from '../../../lib/coupa/schema';

const invoice = { ...entryNamed('invoice'), simplified: undefined };

describe('an entry that names no fields of its own', () => {
	const simplified = simplify(
		{
			id: 12,
			'invoice-number': 'NB-1',
			'invoice-date': '2026-04-25T00:00:00-07:00',
			'gross-total': '12345678901234567.89',
			paid: null,
			supplier: { id: 5, name: 'Müller', number: 'V-1', 'cxml-secret': 'x' },
			currency: null,
			'invoice-lines': [{ 'line-num': '1' }, { 'line-num': '2' }],
			attachments: [{ id: 1 }, { id: 2 }],
			'custom-fields': { region: 'West' },
		},
		invoice,
	);

	test('is flat, exact, with names beside numbers, days as days, and lists as numbers or counts', () => {
		expect(simplified).toEqual({
			id: 12,
			'invoice-number': 'NB-1',
			'invoice-date': '2026-04-25',
			'gross-total': '12345678901234567.89',
			paid: null,
			'supplier-id': 5,
			'supplier-number': 'V-1',
			'supplier-name': 'Müller',
			'invoice-lines-line-num': '1, 2',
			'attachments-count': 2,
		});
	});

	test('shows no secrets and no bank data of any definition', () => {
		const supplier = shownFields({ ...entryNamed('supplier'), simplified: undefined }).map(({ key }) => key);
		expect(supplier.filter((key) => /secret|password|bank|iban|swift/.test(key))).toEqual([]);
		expect(supplier).toEqual(expect.arrayContaining(['number', 'name', 'payment-term-code']));
	});

	test('has a schema with a type for each field', () => {
		const { properties } = outputSchema(invoice);
		expect(properties).toMatchObject({
			id: { type: ['integer', 'null'] },
			paid: { type: ['boolean', 'null'] },
			'gross-total': { type: ['string', 'null'] },
			'attachments-count': { type: ['integer', 'null'] },
		});
	});
});

test('of a record of which no document says what it holds: its plain values', () => {
	const entry = { ...entryNamed('invoice'), definition: 'NoSuchDefinition', simplified: undefined };
	expect(attributesOf('NoSuchDefinition')).toBeNull();
	expect(simplify({ id: 1, name: 'A', 'api-secret': 'x', owner: { id: 2 } }, entry)).toEqual({ id: 1, name: 'A' });
});
