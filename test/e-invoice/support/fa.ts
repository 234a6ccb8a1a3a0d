/** An FA(3) invoice: the elements of `Fa` between its number and its end, and what stands beside it. */
export interface Fa {
	/** `VAT`, `ZAL`, `ROZ`, `UPR`, `KOR`, … */
	kind?: string;
	/** The sums by rate, e.g. `<P_13_1>100.00</P_13_1><P_14_1>23.00</P_14_1>`. */
	sums: string;
	total: string;
	/** After the kind: reasons and numbers of corrections, lines, payment, order. */
	rest?: string;
	/** Inside `Adnotacje`. */
	notes?: string;
	/** Between the buyer and `Fa`. */
	parties?: string;
	/** After `Fa`. */
	behind?: string;
}

export const faLine = (number: number, rest: string): string =>
	`<FaWiersz><NrWierszaFa>${number}</NrWierszaFa><P_7>Item ${number}</P_7>${rest}</FaWiersz>`;

export function fa({ kind = 'VAT', sums, total, rest = '', notes = '', parties = '', behind = '' }: Fa): string {
	return `<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Naglowek><KodFormularza kodSystemowy="FA (3)">FA</KodFormularza></Naglowek>
<Podmiot1><DaneIdentyfikacyjne><NIP>5260001246</NIP><Nazwa>Seller</Nazwa></DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>Prosta 1</AdresL1></Adres></Podmiot1>
<Podmiot2><DaneIdentyfikacyjne><NIP>5250012345</NIP><Nazwa>Buyer</Nazwa></DaneIdentyfikacyjne></Podmiot2>${parties}
<Fa><KodWaluty>PLN</KodWaluty><P_1>2026-04-01</P_1><P_2>FV/7</P_2>${sums}<P_15>${total}</P_15><Adnotacje>${notes}</Adnotacje><RodzajFaktury>${kind}</RodzajFaktury>${rest}</Fa>${behind}</Faktura>`;
}
