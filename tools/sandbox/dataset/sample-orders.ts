import type { CoupaRecord } from '../../../lib/core';
import { purchaseOrder } from './purchase-orders';
import type { OrderFacts } from './purchase-orders';
import { supplierReference, supplierTerms } from './suppliers';

type Sample = Pick<OrderFacts, 'id' | 'status' | 'lines'> & { supplier: string; currency: string };

const FIRST_LINE_ID = 881_001;

const SAMPLES: Sample[] = [
	{
		id: 70315,
		supplier: 'V-20011',
		currency: 'USD',
		lines: [
			{ description: 'Hex bolts M8 box', quantity: '25.0', price: '19.99', part: 'NB-M8-100' },
			{
				description: 'Shelf bracket kit',
				quantity: '40.0',
				price: '6.50',
				account: [
					['10-6200-HS', '50.0'],
					['10-6200-LS', '50.0'],
				],
			},
		],
	},
	{
		id: 70316,
		supplier: 'V-20011',
		currency: 'USD',
		lines: [
			{ description: 'Lock washers M8', quantity: '500.0', price: '0.075', part: 'NB-LW-8', invoiced: '100.0' },
			{ description: 'Wall plugs 10 mm, bag of 50', quantity: '30.0', price: '4.20', part: 'NB-WP-10' },
		],
	},
	{
		id: 70317,
		supplier: 'V-20011',
		currency: 'USD',
		lines: [{ description: 'Threaded rod 1 m', quantity: '60.0', price: '3.85', received: '60.0' }],
	},
	{
		id: 70318,
		supplier: 'V-20011',
		currency: 'USD',
		status: 'closed',
		lines: [{ description: 'Anchor bolts', quantity: '10.0', price: '12.00', invoiced: '10.0' }],
	},
	{
		id: 70319,
		supplier: 'V-20011',
		currency: 'USD',
		status: 'draft',
		lines: [{ description: 'Drill bits, assorted', quantity: '5.0', price: '42.00', received: '0.0' }],
	},
	{
		id: 70320,
		supplier: 'V-20012',
		currency: 'EUR',
		lines: [
			{ description: 'Präzisionswelle Ø 12 h6', quantity: '8.0', price: '145.00', account: '10-6100-HS' },
			{ description: 'Fachbuch „Zerspanung“', quantity: '3.0', price: '39.90', account: '10-6150-HS' },
		],
	},
	{
		id: 70321,
		supplier: 'V-20012',
		currency: 'EUR',
		lines: [
			{ description: 'Kugellager 6204-2RS', quantity: '120.0', price: '3.15', account: '10-6100-LS' },
			{ description: 'Montage vor Ort', price: '1200.00', account: '10-6150-HS' },
		],
	},
	{
		id: 70330,
		supplier: 'V-20013',
		currency: 'USD',
		lines: [{ description: 'Contract review, fixed fee', price: '4800.00', account: '10-6500-HQ', invoiced: '1200.00' }],
	},
	{
		id: 70340,
		supplier: 'V-20019',
		currency: 'USD',
		lines: [
			{ description: 'Copy paper, letter', quantity: '200.0', price: '5.49', uom: 'RM', account: '10-6200-HQ' },
			{ description: 'Toner, black', quantity: '12.0', price: '89.95', account: '10-6200-HQ' },
		],
	},
	{
		id: 70341,
		supplier: 'V-20019',
		currency: 'USD',
		lines: [{ description: 'Desk lamps', quantity: '15.0', price: '34.00', account: '10-6200-LS' }],
	},
	{
		id: 70350,
		supplier: 'V-20015',
		currency: 'JPY',
		lines: [
			{ description: '精密ねじ Precision screws', quantity: '2000.0', price: '18', account: '10-6100-HS', part: 'SK-PS-2' },
			{ description: '治具 Jig', quantity: '2.0', price: '45000', account: '10-6150-HS' },
		],
	},
	{
		id: 70360,
		supplier: 'V-20018',
		currency: 'CAD',
		lines: [
			{ description: 'Kraft paper roll', quantity: '48.0', price: '27.35', account: '10-6200-LS' },
			{ description: 'Packing tape', quantity: '144.0', price: '2.15', uom: 'BX', account: '10-6200-LS' },
		],
	},
	{
		id: 70370,
		supplier: 'V-20021',
		currency: 'USD',
		lines: [{ description: 'Managed hosting 2026', price: '18000.00', received: '7500.00', account: '10-6600-HQ' }],
	},
	{
		id: 70380,
		supplier: 'V-20016',
		currency: 'EUR',
		lines: [{ description: 'Déjeuner d’équipe', quantity: '60.0', price: '18.50', account: '10-6400-HQ' }],
	},
	{
		id: 70390,
		supplier: 'V-20017',
		currency: 'EUR',
		lines: [{ description: 'Dublin–Rotterdam groupage', quantity: '1250.0', price: '0.42', uom: 'KGM', account: '10-6300-HQ' }],
	},
];

/** Fifteen purchase orders: thirteen issued, one closed, one draft; quantity and amount lines, partly received and invoiced. */
export function purchaseOrders(): CoupaRecord[] {
	let lineId = FIRST_LINE_ID;
	return SAMPLES.map(({ supplier, ...facts }) => {
		const firstLineId = lineId;
		lineId += facts.lines.length;
		return purchaseOrder({ ...facts, firstLineId, supplier: supplierReference(supplier), terms: supplierTerms(supplier) });
	});
}
