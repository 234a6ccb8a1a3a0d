import type { XmlElement } from '../../markup/tree';

/** TipoDocumento → UNTDID 1001 (table of document types of the technical specifications, 1.9). */
const TYPES: Readonly<Record<string, string>> = {
	TD01: '380',
	TD02: '386',
	TD03: '386',
	TD04: '381',
	TD05: '383',
	TD06: '380',
	TD07: '380',
	TD08: '381',
	TD09: '383',
	TD16: '389',
	TD17: '389',
	TD18: '389',
	TD19: '389',
	TD20: '389',
	TD21: '389',
	TD22: '389',
	TD23: '389',
	TD24: '380',
	TD25: '380',
	TD26: '380',
	TD27: '389',
	TD28: '389',
	TD29: '389',
};

/** An unknown one stays as it is: the table of type codes says what becomes of it. */
export function typeCode(document: string): string {
	return new Map(Object.entries(TYPES)).get(document) ?? document;
}

/** Natura → UNTDID 5305. Reasons within a letter are kept as the exemption reason code. */
const CATEGORIES: ReadonlyArray<readonly [RegExp, string]> = [
	[/^N3\.2$/, 'K'],
	[/^N3\.1$/, 'G'],
	[/^N6(\.\d)?$/, 'AE'],
	[/^N(?:3(?:\.\d)?|4|5)$/, 'E'],
	[/^N(?:1|2(?:\.\d)?|7)$/, 'O'],
];

/** Null for one that is not in the table: then the rate alone is known. */
export function vatCategory(nature: string): string | null {
	return CATEGORIES.find(([pattern]) => pattern.test(nature))?.[1] ?? null;
}

/** ModalitaPagamento → UNTDID 4461. */
const PAYMENT_MEANS: Readonly<Record<string, string>> = {
	MP01: '10',
	MP02: '20',
	MP03: '23',
	MP04: '10',
	MP05: '30',
	MP06: '60',
	MP07: '70',
	MP08: '48',
	MP09: '49',
	MP10: '49',
	MP11: '49',
	MP12: '70',
	MP13: '70',
	MP14: '1',
	MP15: '31',
	MP16: '49',
	MP17: '49',
	MP18: '50',
	MP19: '59',
	MP20: '59',
	MP21: '59',
	MP22: '97',
	MP23: '68',
};

export function paymentMeans(mode: string): string {
	return new Map(Object.entries(PAYMENT_MEANS)).get(mode) ?? mode;
}

/** The mode itself where its code stands for others as well; null where the code says it all. */
export function paymentMode(mode: string): string | null {
	const code = paymentMeans(mode);
	return Object.values(PAYMENT_MEANS).filter((other) => other === code).length === 1 ? null : mode;
}

/** CondizioniPagamento. In full, at once (TP02) is what goes without saying. */
export function paymentConditions(code: string): string | null {
	if (code === 'TP02') return null;
	return (
		new Map([
			['TP01', 'in instalments'],
			['TP03', 'advance payment'],
		]).get(code) ?? code
	);
}

/** Kind of what is withheld (`TipoRitenuta`), with the code of the payment it is withheld from (`CausalePagamento`). */
export function withholding({ children }: XmlElement): string | null {
	const [kind, reason] = ['TipoRitenuta', 'CausalePagamento'].map((part) => children.find(({ name }) => name === part)?.text.trim() ?? '');
	return [kind ?? '', ...(reason ? [`payment reason ${reason}`] : [])].filter((text) => text !== '').join(', ') || null;
}
