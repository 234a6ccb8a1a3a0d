import type { InvoiceFacts } from './invoice';

/** Nine invoices in Western European letters: everything here can be written in Windows-1252. */
export function batchA(): InvoiceFacts[] {
	return [
		{
			// Stands before the invoice it credits.
			number: 'NB-C-77119', supplierNumber: 'V-20011', date: '2026-04-27', currency: 'USD', submit: 'Yes', terms: 'NET30', lineLevelTaxation: false,
			creditNote: 'Yes', original: { number: 'NB-77121', date: '2026-04-25' },
			lines: [{ description: 'Returned goods: two boxes of hex bolts M8', price: '-39.98', account: '10-6200-HS' }],
			image: { fileName: 'NB-C-77119.pdf', kind: 'pdf' }, expected: 'imported',
		},
		{
			number: 'NB-77121', supplierNumber: 'V-20011', date: '2026-04-25', currency: 'USD', submit: 'Yes', terms: 'NET30', remitTo: 'NB-01', lineLevelTaxation: false,
			headerTaxCode: 'OR-STD',
			lines: [
				{ description: 'Hex bolts M8 box', quantity: '10', price: '19.99', order: { number: '70315', line: '1' } },
				{ description: 'Shelf bracket kit', quantity: '12', price: '6.50', order: { number: '70315', line: '2' } },
			],
			image: { fileName: 'NB-77121.pdf', kind: 'pdf' },
			attachments: [{ kind: 'file', path: 'delivery-note-70315.txt', content: Buffer.from('Delivery note for purchase order 70315\r\n10 boxes hex bolts M8\r\n12 shelf bracket kits\r\n') }],
			expected: 'imported',
		},
		{
			number: 'NB-77122', supplierNumber: 'V-20011', date: '2026-04-25', currency: 'USD', submit: 'Yes', terms: 'NET30', lineLevelTaxation: false,
			lines: [{ description: 'Lock washers M8', quantity: '200', price: '0.075', order: { number: '70316', part: 'NB-LW-8' } }],
			image: { fileName: 'NB-77122.tif', kind: 'tiff' }, expected: 'imported',
		},
		{
			number: 'RE-2026/4711', supplierNumber: 'V-20012', date: '2026-04-23', currency: 'EUR', submit: 'Yes', terms: 'NET30', remitTo: 'MS-01', lineLevelTaxation: true,
			lines: [
				{ description: 'Präzisionswelle Ø 12 h6', quantity: '4', price: '145.00', order: { number: '70320', line: '1' }, taxCode: 'DE-19' },
				{ description: 'Fachbuch „Zerspanung“ – 3. Auflage', quantity: '3', price: '39.90', order: { number: '70320', line: '2' }, taxCode: 'DE-7' },
			],
			image: { fileName: 'Rechnung-Müller-4711.pdf', kind: 'pdf' }, expected: 'imported',
		},
		{
			number: 'CC-118', supplierNumber: 'V-20016', date: '2026-04-22', currency: 'EUR', submit: 'Yes', terms: 'NET30', lineLevelTaxation: false,
			headerTaxCode: 'FR-20', shippingAmount: '15.00', requesterEmail: 'ana.lyst@example.test', supplierNote: 'Merci – à bientôt!',
			lines: [{ description: 'Buffet d’équipe, 24 couverts\nMenu "Été", boissons comprises', price: '528.00', account: '10-6400-HQ' }],
			image: { fileName: 'CC-118.png', kind: 'png' }, expected: 'imported',
		},
		{
			number: 'ÆV-2026-031', supplierNumber: 'V-20022', date: '2026-04-24', currency: 'DKK', submit: 'Yes', terms: 'NET30', lineLevelTaxation: false,
			headerTaxCode: 'DK-25',
			lines: [{ description: 'Elforbrug, april: målt på Nørregade 11', quantity: '1840.5', uom: 'EA', price: '1.20', account: '10-6700-LS' }],
			image: { fileName: 'AV-2026-031.tif', kind: 'tiff' }, expected: 'imported',
		},
		{
			number: 'SJP-0093', supplierNumber: 'V-20013', date: '2026-04-21', currency: 'USD', submit: 'Yes', terms: 'NET45', lineLevelTaxation: false,
			lines: [{ description: 'Contract review, second instalment', price: '1600.00', order: { number: '70330', line: '1' } }],
			image: { fileName: 'SJP-0093.pdf', kind: 'pdf' },
			attachments: [{ kind: 'text', text: 'Engagement letter of 12 January 2026, section 4' }],
			expected: 'imported',
		},
		{
			number: 'NB-77123', supplierNumber: 'V-20011', date: '2026-04-26', currency: 'USD', submit: 'Yes', terms: 'NET30', lineLevelTaxation: false,
			lines: [{ description: 'Threaded rod 1 m', quantity: '20', price: '3.85', order: { number: '70317', line: '1' } }],
			wrongControlTotal: '77.01',
			image: { fileName: 'NB-77123.pdf', kind: 'pdf' }, expected: 'refused', reason: 'The control total 77.01 is 0.01 more than the line',
		},
		{
			number: 'DO-5501', supplierNumber: 'V-20019', date: '2026-04-24', currency: 'USD', submit: 'Yes', terms: 'NET45', remitTo: 'DO-02', lineLevelTaxation: false,
			headerTaxCode: 'OR-STD',
			lines: [
				{ description: 'Copy paper, letter', quantity: '80', uom: 'RM', price: '5.49', order: { number: '70340', line: '1' } },
				{ description: 'Toner, black', quantity: '4', price: '89.95', order: { number: '70340', line: '2' } },
			],
			image: { fileName: 'DO-5501.png', kind: 'png' }, expected: 'imported',
		},
	];
}
