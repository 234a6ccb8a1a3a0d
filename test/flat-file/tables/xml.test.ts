import { readFileSync } from 'node:fs';
import { xml2js } from 'xml-js';
import { accountImport, createFlatFileWriter, purchaseOrdersExport, supplierExport } from '../../../lib/flat-file';
import { parseCoupaXml, recordXml } from '../../../lib/xml';
import { recordsToXml } from '../../../tools/sandbox/coupa/http/xml';
import type { CoupaRecord } from '../../../lib/core';
import { fileOf, seeded } from './support';

const recordsOf = (content: Buffer | string): CoupaRecord[] => {
	const parsed = parseCoupaXml(content);
	if ('problem' in parsed) throw new Error(parsed.problem.message);
	return parsed.records;
};

const codeOf = (content: Buffer | string): string => {
	const parsed = parseCoupaXml(content);
	return 'problem' in parsed ? parsed.problem.code : `${parsed.records.length} records`;
};

const withoutSecret = (record: CoupaRecord): CoupaRecord =>
	Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'cxml-secret'));

describe('Coupa XML', () => {
	test('the shape of Coupa’s own: root, types, nil', () => {
		const account: CoupaRecord = {
			id: 4101,
			'created-at': '2026-02-03T09:12:44-08:00',
			name: 'Ops & Co',
			active: true,
			'segment-1': '10',
			'segment-4': null,
			'account-type': { id: 3, name: 'Demo Chart' },
		};
		expect(fileOf(accountImport, [account], { format: 'xml' }).toString()).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<accounts type="array">
<account>
  <id type="integer">4101</id>
  <created-at type="dateTime">2026-02-03T09:12:44-08:00</created-at>
  <name>Ops &amp; Co</name>
  <active type="boolean">true</active>
  <segment-1>10</segment-1>
  <segment-4 nil="true"/>
  <account-type>
    <id type="integer">3</id>
    <name>Demo Chart</name>
  </account-type>
</account>
</accounts>
`);
	});

	test('whole records of the seed come back equal, without secrets', () => {
		const orders = seeded('purchase_orders');
		const suppliers = seeded('suppliers');
		expect(recordsOf(fileOf(accountImport, seeded('accounts'), { format: 'xml' }))).toEqual(seeded('accounts'));
		expect(recordsOf(fileOf(purchaseOrdersExport, orders, { format: 'xml' }))).toEqual(orders);
		expect(recordsOf(fileOf(supplierExport, suppliers, { format: 'xml' }))).toEqual(suppliers.map(withoutSecret));
		expect(recordsOf(fileOf(supplierExport, suppliers, { format: 'xml', includeSecrets: true }))).toEqual(suppliers);
	});

	test('decimals are marked and stay text', () => {
		const xml = fileOf(purchaseOrdersExport, seeded('purchase_orders').slice(0, 1), { format: 'xml' }).toString();
		expect(xml).toContain('<quantity type="decimal">25.0</quantity>');
		expect(xml).toContain('<line-num>1</line-num>');
	});

	test('chosen columns in their order, secrets only when allowed', () => {
		const suppliers = seeded('suppliers').slice(0, 1);
		expect(
			recordsOf(
				fileOf(supplierExport, suppliers, {
					format: 'xml',
					columns: ['Supplier Number', 'Payment Terms', 'Region'],
					customFields: [{ column: 'Region', field: 'cf-region' }],
				}),
			),
		).toEqual([{ number: 'V-20011', 'payment-term': { code: 'NET30' }, 'custom-fields': { 'cf-region': 'West' } }]);
		expect(() => createFlatFileWriter(supplierExport, { format: 'xml', columns: ['PO cXML Secret'] })).toThrow('shared secret');
		const order = recordsOf(
			fileOf(purchaseOrdersExport, seeded('purchase_orders').slice(0, 1), {
				format: 'xml',
				columns: ['Header: id', 'Line: order-header-id', 'Line: line-number', 'Line: account-code'],
			}),
		);
		expect(order).toEqual([
			{
				id: 70315,
				'order-lines': [
					{ 'line-num': '1', account: { code: '10-6200-HS' } },
					{ 'line-num': '2', account: null },
				],
			},
		]);
	});

	test.each([
		'a < b & c > "d"',
		'&amp; &lt; &#13; stay',
		']]>',
		'two\r\nlines\rand\n',
		'  ',
		' kept ',
		'日本語 😀',
		'<!-- no -->',
		'x'.repeat(200_000),
		'&amp;amp;',
	])('the text %p', (text) => {
		const record: CoupaRecord = {
			name: text,
			empty: '',
			nothing: null,
			list: [],
			'custom-fields': {},
			'active?': 'yes',
			'a b': 1,
			_x0041_: 'as is',
			names: [text, text],
		};
		expect(recordsOf(recordXml(record, 'supplier', new Map()))).toEqual([record]);
	});

	test('control characters, which XML cannot hold, do not break the file', () => {
		expect(recordsOf(recordXml({ name: 'a\u0000b\u000bc\td' }, 'supplier', new Map()))).toEqual([{ name: 'a\ufffdb\ufffdc\td' }]);
	});

	test('what another XML parser sees is the same text', () => {
		const xml = recordXml({ name: 'A&B <C>' }, 'supplier', new Map());
		expect(JSON.stringify(xml2js(xml, { compact: true }))).toContain('"A&B <C>"');
	});

	test('an empty file', () => {
		expect(fileOf(accountImport, [], { format: 'xml' }).toString()).toBe(
			'<?xml version="1.0" encoding="UTF-8"?>\n<accounts type="array">\n</accounts>\n',
		);
		expect(recordsOf(fileOf(accountImport, [], { format: 'xml' }))).toEqual([]);
	});
});

describe('reading Coupa XML', () => {
	test('what the sandbox Coupa answers with', () => {
		expect(recordsOf(recordsToXml('account', 'Account', seeded('accounts')))).toEqual(seeded('accounts'));
		expect(recordsOf(recordsToXml('order-header', 'OrderHeader', seeded('purchase_orders')[0] ?? {}))).toEqual(
			seeded('purchase_orders').slice(0, 1),
		);
	});

	test('one record, CDATA, entities, BOM, comments, long ids', () => {
		expect(
			recordsOf(
				'\ufeff<?xml version="1.0"?><supplier><!-- c --><name><![CDATA[A & <B>]]> &#x4e2d;&quot;</name><id type="integer">90071992547409931</id><on-hold type="boolean">false</on-hold></supplier>',
			),
		).toEqual([{ name: 'A & <B> 中"', id: '90071992547409931', 'on-hold': false }]);
	});

	test('element names cannot reach the prototype', () => {
		const [record] = recordsOf('<a><__proto__><polluted>yes</polluted></__proto__></a>');
		expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
		expect(({} as CoupaRecord).polluted).toBeUndefined();
	});

	test.each([
		[
			'an external entity',
			`<!DOCTYPE s [<!ENTITY x SYSTEM "file://${__filename}">]><suppliers type="array"><supplier><name>&x;</name></supplier></suppliers>`,
		],
		['an external DTD', '<!DOCTYPE s SYSTEM "http://127.0.0.1:9/evil.dtd"><suppliers type="array"/>'],
		['nested entities', '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><supplier><name>&b;</name></supplier>'],
		['a harmless doctype', '<!DOCTYPE supplier><supplier><name>A</name></supplier>'],
	])('%s is refused, and no file is read', (_, xml) => {
		const parsed = parseCoupaXml(xml);
		expect(['xmlDoctype', 'xmlSyntax']).toContain('problem' in parsed ? parsed.problem.code : 'read');
		expect(JSON.stringify(parsed)).not.toContain(readFileSync(__filename, 'utf8').slice(0, 30));
	});

	test.each([
		['an open element', '<suppliers type="array"><supplier>', 'xmlSyntax'],
		['a file cut between records', '<suppliers type="array"><supplier><name>A</name></supplier>', 'xmlSyntax'],
		['a file cut in a tag', '<suppliers type="array"><supplier><name>A</na', 'xmlSyntax'],
		['crossed elements', '<a><b></a></b>', 'xmlSyntax'],
		['no XML', 'Name,Id\nA,1\n', 'xmlSyntax'],
		['nothing', '', 'xmlSyntax'],
		['an unknown entity', '<a>&nobody;</a>', 'xmlSyntax'],
		['Coupa’s errors', '<errors><error>nothing matches</error></errors>', 'coupaErrors'],
		['endless nesting', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`, 'xmlTooDeep'],
		['UTF-16', Buffer.from('<a/>', 'utf16le'), 'encoding'],
	])('%s', (_, xml, code) => {
		expect(codeOf(xml)).toBe(code);
	});
});
