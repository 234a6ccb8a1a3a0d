import Big from 'big.js';

interface EInvoiceLine {
	description: string;
	quantity: string;
	/** Net, of one piece. */
	price: string;
	/** UN/ECE Recommendation 20. Default C62. */
	unit?: string;
	/** Line of the purchase order. */
	orderLine?: string;
}

/** An invoice as a supplier writes it in a structured format. */
export interface EInvoiceSample {
	number: string;
	/** `YYYY-MM-DD` */
	date: string;
	currency: string;
	/** UNTDID 1001. Default 380. */
	type?: string;
	seller: { name: string; vat: string; country: string; city: string; street: string; postCode: string; iban: string; email: string };
	buyer: { name: string; vat: string; country: string; reference: string };
	order?: string;
	/** Percent. */
	taxRate: string;
	/** Where the supplier's total is wrong. */
	wrongTotal?: string;
	lines: EInvoiceLine[];
	/** Supporting documents (BG-24): embedded where they have content, else by their location. */
	documents?: Array<{ id: string; fileName?: string; content?: Buffer; location?: string }>;
}

export interface EInvoiceSums {
	net: string;
	tax: string;
	total: string;
	lines: string[];
}

/** What the invoice comes to, to two decimals. */
export function sumsOfSample({ lines, taxRate, wrongTotal }: EInvoiceSample): EInvoiceSums {
	const amounts = lines.map(({ quantity, price }) => new Big(quantity).times(price).round(2, Big.roundHalfUp));
	const net = amounts.reduce((sum, amount) => sum.plus(amount), new Big(0));
	const tax = net.times(taxRate).div(100).round(2, Big.roundHalfUp);
	return {
		net: net.toFixed(2),
		tax: tax.toFixed(2),
		total: wrongTotal ?? net.plus(tax).toFixed(2),
		lines: amounts.map((amount) => amount.toFixed(2)),
	};
}

/** Text inside an element or attribute. */
export function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** A plain e-invoice: one German supplier, one line, 19 percent. */
export function eInvoiceSample(number: string, changes: Partial<EInvoiceSample> = {}): EInvoiceSample {
	return {
		number,
		date: '2026-05-04',
		currency: 'EUR',
		seller: {
			name: 'Müller & Söhne Präzisionstechnik GmbH',
			vat: 'DE811907980',
			country: 'DE',
			city: 'Köln',
			street: 'Gießereistraße 8',
			postCode: '50667',
			iban: 'DE89370400440532013000',
			email: 'rechnung@mueller-soehne.example',
		},
		buyer: { name: 'Acme Manufacturing', vat: 'DE987654321', country: 'DE', reference: '04011000-12345-03' },
		taxRate: '19',
		lines: [{ description: 'Drehteile', quantity: '4', price: '12.50' }],
		...changes,
	};
}
