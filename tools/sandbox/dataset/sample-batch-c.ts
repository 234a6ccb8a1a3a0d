import type { InvoiceFacts } from './invoice';

/** Eight invoices whose CSV comes from another capture line: other column order, headers without asterisks, a column of its own. */
export function batchC(): InvoiceFacts[] {
	return [
		{
			number: 'NB-77124', supplierNumber: 'V-20011', date: '2026-04-29', currency: 'USD', submit: 'true', terms: 'NET30', lineLevelTaxation: false,
			lines: [
				{ description: 'Lock washers M8', quantity: '160', price: '0.075', order: { number: '70316', line: '1' } },
				{ description: 'Wall plugs 10 mm, bag of 50', quantity: '30', price: '4.20', order: { number: '70316', line: '2' } },
			],
			tags: ['Lake Site refit'],
			image: { fileName: 'NB-77124.pdf', kind: 'pdf' }, expected: 'imported',
		},
		{
			number: 'SJP-0094', supplierNumber: 'V-20013', date: '2026-04-29', currency: 'USD', submit: 'true', terms: 'NET45', lineLevelTaxation: false,
			lines: [{ description: 'Advice on the 2025 site project', price: '750.00', account: '10-6900-HQ' }],
			image: { fileName: 'SJP-0094.pdf', kind: 'pdf' }, expected: 'heldAsDraft', reason: 'The budget period of 10-6900-HQ is closed: Coupa refuses to submit it',
		},
		{
			number: 'NB-77125', supplierNumber: 'V-20011', date: '2026-04-30', currency: 'USD', submit: 'true', terms: 'NET30', lineLevelTaxation: false,
			creditNote: 'No',
			lines: [{ description: 'Threaded rod 1 m', quantity: '10', price: '3.85', order: { number: '70317', line: '1' } }],
			image: { fileName: 'NB-77125.tif', kind: 'tiff' }, expected: 'refused', reason: 'Is Credit Note holds "No", and any content makes a credit note',
		},
		{
			number: 'RE-2026/4712', supplierNumber: 'V-20012', date: '2026-04-28', currency: 'EUR', submit: 'true', terms: 'NET30', lineLevelTaxation: true,
			lines: [
				{ description: 'Kugellager 6204-2RS', quantity: '120', price: '3.15', order: { number: '70321', line: '1' }, taxCode: 'DE-19' },
				{ description: 'Montage vor Ort, zwei Tage', price: '800.00', order: { number: '70321', line: '2' }, taxCode: 'DE-19' },
			],
			image: { fileName: 'RE-2026-4712.pdf', kind: 'pdf' }, expected: 'imported',
		},
		{
			number: 'DO-5503', supplierNumber: 'V-20019', date: '2026-04-30', currency: 'USD', submit: 'true', terms: 'NET45', remitTo: 'DO-01', lineLevelTaxation: false,
			headerTaxCode: 'OR-STD', requesterEmail: 'bo.yer@example.test',
			lines: [
				{ description: 'Carpet offcuts, square metre', quantity: '12.5', price: '19.98', account: '10-6200-HS' },
				{ description: 'Whiteboard, enamel', quantity: '2', price: '149.00', account: '10-6200-LS' },
				{
					description: 'Fitting, flat rate', price: '180.00',
					allocations: [{ account: '10-6200-HS', amount: '120.00' }, { account: '10-6200-LS', amount: '60.00' }],
				},
			],
			image: { fileName: 'DO-5503.pdf', kind: 'pdf' },
			attachments: [
				{ kind: 'file', path: 'Attachments/DO-5503/fitting-report.txt', content: Buffer.from('Fitting report\nAll carpets laid on 29 April 2026. Größe stimmt.\n') },
				{ kind: 'link', url: 'https://delta-office.example/orders/5503' },
				{ kind: 'text', text: 'Left over offcuts were taken back' },
			],
			expected: 'imported',
		},
		{
			number: 'NCH-2026-05', supplierNumber: 'V-20021', date: '2026-05-04', currency: 'USD', submit: 'true', terms: 'NET30', lineLevelTaxation: false,
			lines: [{ description: 'Managed hosting, May 2026', price: '1500.00', order: { number: '70370', line: '1' } }],
			image: { fileName: 'NCH-2026-05.tif', kind: 'tiff' }, expected: 'imported',
		},
		{
			number: 'CC-119', supplierNumber: 'V-20016', date: '2026-04-30', currency: 'EUR', submit: 'true', terms: 'NET30', lineLevelTaxation: false,
			headerTaxCode: 'FR-20',
			lines: [{ description: 'Déjeuner d’équipe', quantity: '22', price: '18.50', order: { number: '70380', line: '1' } }],
			image: { fileName: 'CC-119.png', kind: 'png' }, expected: 'imported',
		},
		{
			number: 'OB-30072', supplierNumber: 'V-20017', date: '2026-05-02', currency: 'EUR', submit: 'true', terms: 'NET30', lineLevelTaxation: false,
			headerTaxCode: 'IE-23',
			lines: [{ description: 'Dublin–Rotterdam groupage', quantity: '850', uom: 'KGM', price: '0.42', order: { number: '70390', line: '1' } }],
			image: { fileName: 'OB-30072.pdf', kind: 'pdf' }, expected: 'imported',
		},
	];
}
