import type { XmlElement } from '../../markup/tree';
import { childText } from '../child-text';
import { group, term, type TermRow } from '../table';

/** `IdFiscaleIVA`: country and code in two elements; written as one VAT identifier. */
export const vatNumber = (element: XmlElement): string | null => {
	const code = childText(element, 'IdCodice');
	return code === '' ? null : `${childText(element, 'IdPaese')}${code}`;
};

/** `Anagrafica`: a company's name, or a person's in parts. */
export const personName = (element: XmlElement): string => `${childText(element, 'Nome')} ${childText(element, 'Cognome')}`.trim();

/** Street and number of the house, which have elements of their own. */
export const street = (element: XmlElement): string => `${childText(element, 'Indirizzo')} ${childText(element, 'NumeroCivico')}`.trim();

/** Addresses abroad have zeros for the post code, which has to be five digits. */
export const postCode = (id: TermRow['term']): TermRow =>
	term(id, 'CAP', { value: ({ text }) => (/^0+$/.test(text.trim()) ? null : text) });

/** The code that the exchange system delivers by; zeros stand for delivery by certified e-mail, seven X for a buyer abroad. */
export const ADDRESSES: TermRow[] = [
	term('BT-49', '/FatturaElettronicaHeader/DatiTrasmissione/CodiceDestinatario', {
		value: ({ text }) => (/^(?:0+|X+)$/i.test(text.trim()) ? null : text),
	}),
	term('BT-49', '/FatturaElettronicaHeader/DatiTrasmissione/PECDestinatario'),
];

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
			postCode('BT-38'),
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
		term('XT-buyer-tax-registration', 'DatiAnagrafici/CodiceFiscale'),
		term('BT-48', 'DatiAnagrafici/IdFiscaleIVA', { value: vatNumber }),
		...ADDRESSES,
	],
	[
		group('BG-8', 'Sede', [
			term('BT-50', '.', { value: street }),
			term('BT-52', 'Comune'),
			postCode('BT-53'),
			term('BT-54', 'Provincia'),
			term('BT-55', 'Nazione'),
		]),
	],
);

export const RAPPRESENTANTE = group('BG-11', `${HEADER}/RappresentanteFiscale`, [
	...names('BT-62', 'DatiAnagrafici'),
	term('BT-63', 'DatiAnagrafici/IdFiscaleIVA', { value: vatNumber }),
]);
