import type { XmlElement } from '../../markup/tree';
import { group, term, type TermRow } from '../table';

const childText = (element: XmlElement, name: string): string => element.children.find((child) => child.name === name)?.text.trim() ?? '';

/** `IdFiscaleIVA`: country and code in two elements; written as one VAT identifier. */
export const vatNumber = (element: XmlElement): string | null => {
	const code = childText(element, 'IdCodice');
	return code === '' ? null : `${childText(element, 'IdPaese')}${code}`;
};

/** `Anagrafica`: a company's name, or a person's in parts. */
export const personName = (element: XmlElement): string => `${childText(element, 'Nome')} ${childText(element, 'Cognome')}`.trim();

/** Street and number of the house, which have elements of their own. */
export const street = (element: XmlElement): string => `${childText(element, 'Indirizzo')} ${childText(element, 'NumeroCivico')}`.trim();

const names = (id: TermRow['term'], data: string): TermRow[] => [
	term(id, `${data}/Anagrafica/Denominazione`),
	term(id, `${data}/Anagrafica[Cognome]`, { value: personName }),
];

const HEADER = '/FatturaElettronicaHeader';

export const CEDENTE = group(
	'BG-4',
	`${HEADER}/CedentePrestatore`,
	[
		...names('BT-27', 'DatiAnagrafici'),
		term('BT-29', 'DatiAnagrafici/Anagrafica/CodEORI'),
		term('BT-30', 'IscrizioneREA[NumeroREA]', { value: (element) => `${childText(element, 'Ufficio')}${childText(element, 'NumeroREA')}` }),
		term('BT-31', 'DatiAnagrafici/IdFiscaleIVA', { value: vatNumber }),
		term('BT-32', 'DatiAnagrafici/CodiceFiscale'),
		term('BT-33', 'DatiAnagrafici/NumeroIscrizioneAlbo'),
	],
	[
		group('BG-5', 'Sede', [
			term('BT-35', '.', { value: street }),
			term('BT-37', 'Comune'),
			term('BT-38', 'CAP'),
			term('BT-39', 'Provincia'),
			term('BT-40', 'Nazione'),
		]),
		group('BG-6', 'Contatti', [term('BT-42', 'Telefono'), term('BT-43', 'Email')]),
	],
);

export const CESSIONARIO = group(
	'BG-7',
	`${HEADER}/CessionarioCommittente`,
	[
		...names('BT-44', 'DatiAnagrafici'),
		term('BT-46', 'DatiAnagrafici/CodiceFiscale'),
		term('BT-48', 'DatiAnagrafici/IdFiscaleIVA', { value: vatNumber }),
		// The code that the exchange system delivers by; seven zeros stand for delivery by certified e-mail.
		term('BT-49', `${HEADER}/DatiTrasmissione/CodiceDestinatario`, { value: ({ text }) => (/^0+$/.test(text.trim()) ? null : text) }),
		term('BT-49', `${HEADER}/DatiTrasmissione/PECDestinatario`),
	],
	[
		group('BG-8', 'Sede', [
			term('BT-50', '.', { value: street }),
			term('BT-52', 'Comune'),
			term('BT-53', 'CAP'),
			term('BT-54', 'Provincia'),
			term('BT-55', 'Nazione'),
		]),
	],
);

export const RAPPRESENTANTE = group('BG-11', `${HEADER}/RappresentanteFiscale`, [
	...names('BT-62', 'DatiAnagrafici'),
	term('BT-63', 'DatiAnagrafici/IdFiscaleIVA', { value: vatNumber }),
]);
