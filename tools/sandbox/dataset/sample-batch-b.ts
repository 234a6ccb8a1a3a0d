import type { InvoiceFacts } from './invoice';

/** Eight invoices in many scripts and currencies, with split accounting, charges and several taxes on one line. */
export function batchB(): InvoiceFacts[] {
	return [
		{
			number: 'ZŁ/2026/04/0012', supplierNumber: 'V-20014', date: '2026-04-20', currency: 'PLN', submit: 'Yes', terms: 'NET30', billToId: '300', lineLevelTaxation: false,
			headerTaxCode: 'PL-23',
			lines: [
				{
					description: 'Przewóz ładunku, trasa Łódź – Gdańsk', quantity: '3', price: '1250.00',
					allocations: [{ account: '10-6300-HS', percent: '60' }, { account: '10-6300-LS', percent: '40' }],
				},
			],
			image: { fileName: 'ZL-2026-04-0012.pdf', kind: 'pdf' }, expected: 'imported',
		},
		{
			number: 'SK-令和8-015', supplierNumber: 'V-20015', date: '2026-04-17', currency: 'JPY', submit: 'Yes', terms: 'NET60', billToId: '300', lineLevelTaxation: false,
			headerTaxCode: 'JP-10',
			lines: [
				{ description: '精密ねじ Precision screws', quantity: '1250', price: '18', order: { number: '70350', line: '1' } },
				{ description: '治具 Jig', quantity: '1', price: '45000', order: { number: '70350', line: '2' } },
			],
			image: { fileName: 'SK-8-015.tif', kind: 'tiff' }, expected: 'imported',
		},
		{
			number: 'MR-20451', supplierNumber: 'V-20018', date: '2026-04-22', currency: 'CAD', submit: 'Yes', terms: 'NET30', billToId: '302', lineLevelTaxation: true,
			lines: [
				{ description: 'Kraft paper roll', quantity: '16', price: '27.35', order: { number: '70360', line: '1' }, taxRows: ['CA-GST', 'CA-PST-BC'] },
				{ description: 'Packing tape', quantity: '36', uom: 'BX', price: '2.15', order: { number: '70360', line: '2' }, taxRows: ['CA-GST', 'CA-PST-BC'] },
			],
			image: { fileName: 'MR-20451.png', kind: 'png' }, expected: 'imported',
		},
		{
			number: 'MR-20452', supplierNumber: 'V-20018', date: '2026-04-23', currency: 'CAD', submit: 'Yes', terms: 'NET30', billToId: '302', lineLevelTaxation: true,
			lines: [{ description: 'Custom envelopes, first run', price: '612.40', account: '10-6200-LS', taxRows: ['CA-GST', 'CA-PST-BC'] }],
			charges: [{ type: 'InvoiceShippingCharge', description: 'Ferry freight to Bend', total: '48.20', account: '10-6300-LS', taxRows: ['CA-GST'] }],
			image: { fileName: 'MR-20452.pdf', kind: 'pdf' }, expected: 'imported',
		},
		{
			number: 'HL-7781', supplierNumber: 'V-20020', date: '2026-04-24', currency: 'USD', submit: 'Yes', terms: 'NET30', billToId: '300', lineLevelTaxation: false,
			lines: [{ description: 'Office cleaning, April', price: '980.00', account: '10-6200-HQ' }],
			image: { fileName: 'HL-7781.pdf', kind: 'pdf' }, expected: 'needsBuyer', reason: 'The supplier is inactive in Coupa',
		},
		{
			number: 'NCH-2026-04', supplierNumber: 'V-20021', date: '2026-04-30', currency: 'USD', submit: 'No', terms: 'NET30', billToId: '300', lineLevelTaxation: false,
			lines: [{ description: 'Managed hosting, April 2026', price: '1500.00', order: { number: '70370', line: '1' } }],
			image: { fileName: 'NCH-2026-04.pdf', kind: 'pdf' },
			attachments: [{ kind: 'link', url: 'https://status.nordic-cloud.example/reports/2026-04?customer=demo&lang=sv' }],
			expected: 'imported',
		},
		{
			number: 'OB-30071', supplierNumber: 'V-20017', date: '2026-04-28', currency: 'EUR', submit: 'Yes', terms: 'NET30', remitTo: 'OB-01', billToId: '300', lineLevelTaxation: false,
			headerTaxCode: 'IE-23',
			lines: [{ description: "Courier service, St. Michael's Pier", quantity: '7.5', uom: 'HUR', price: '64.00', account: '10-6300-HQ' }],
			charges: [
				{ type: 'InvoiceHandlingCharge', description: 'Customs papers', total: '35.00', account: '10-6300-HQ' },
				{ type: 'InvoiceMiscCharge', description: 'Fuel surcharge', total: '12.35', account: '10-6300-HQ' },
			],
			image: { fileName: 'OB-30071.png', kind: 'png' }, expected: 'imported',
		},
		{
			number: 'DO-5502', supplierNumber: 'V-20019', date: '2026-04-27', currency: 'USD', submit: 'Yes', terms: 'NET45', remitTo: 'DO-01', billToId: '302', lineLevelTaxation: false,
			lines: [{ description: 'Desk lamps', quantity: '15', price: '34.00', order: { number: '70341', line: '1' } }],
			image: { fileName: 'DO-5502.tif', kind: 'tiff', leftOut: true }, expected: 'refused', reason: 'The page image DO-5502.tif is not in the package',
		},
	];
}
