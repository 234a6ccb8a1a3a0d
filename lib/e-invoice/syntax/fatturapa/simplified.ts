import { isoDayOf } from '../iso-dates';
import { group, term, type SyntaxTable, type TermRow } from '../table';
import { typeCode, vatCategory } from './codes';
import { ADDRESSES, personName, postCode, street, vatNumber } from './parties';
import { completeSimplified } from './simplified-lines';

const SELLER = '/FatturaElettronicaHeader/CedentePrestatore';
const BUYER = '/FatturaElettronicaHeader/CessionarioCommittente';
const GENERAL = 'DatiGenerali/DatiGeneraliDocumento';

const names = (id: TermRow['term'], owner: string): TermRow[] => [
	term(id, `${owner}Denominazione`),
	term(id, owner === '' ? '.[Cognome]' : `${owner.slice(0, -1)}[Cognome]`, { value: personName, only: true }),
];

/**
 * Simplified FatturaPA (FSM10; Agenzia delle Entrate, technical specifications of the simplified invoice): for small amounts, with its own
 * root, gross amounts in place of lines with prices, and no total.
 */
export const fatturaPaSimplified: SyntaxTable = {
	syntax: 'FatturaPA',
	title: 'FatturaPA, simplified (Italy)',
	namespaces: { p: ['http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.0'] },
	roots: ['p:FatturaElettronicaSemplificata'],
	documents: 'FatturaElettronicaBody',
	dateOf: isoDayOf,
	terms: [
		term('BT-1', `${GENERAL}/Numero`),
		term('BT-2', `${GENERAL}/Data`),
		term('BT-3', `${GENERAL}/TipoDocumento`, { value: ({ text }) => typeCode(text.trim()) }),
		term('XT-document-type', `${GENERAL}/TipoDocumento`),
		term('BT-5', `${GENERAL}/Divisa`),
		term('XT-tax-regime', `${SELLER}/RegimeFiscale`),
		term('XT-correction-reason', 'DatiGenerali/DatiFatturaRettificata/ElementiRettificati'),
	],
	groups: [
		group('BG-2', '/.', [term('BT-24', '/FatturaElettronicaHeader/DatiTrasmissione/FormatoTrasmissione')]),
		group('BG-3', 'DatiGenerali/DatiFatturaRettificata', [term('BT-25', 'NumeroFR'), term('BT-26', 'DataFR')]),
		group(
			'BG-4',
			SELLER,
			[
				...names('BT-27', ''),
				term('BT-30', 'IscrizioneREA[NumeroREA]', {
					value: ({ children }) =>
						['Ufficio', 'NumeroREA'].map((part) => children.find(({ name }) => name === part)?.text.trim() ?? '').join(''),
				}),
				term('BT-31', 'IdFiscaleIVA', { value: vatNumber }),
				term('BT-32', 'CodiceFiscale'),
			],
			[
				group('BG-5', 'Sede', [
					term('BT-35', '.', { value: street }),
					term('BT-37', 'Comune'),
					postCode('BT-38'),
					term('BT-39', 'Provincia'),
					term('BT-40', 'Nazione'),
				]),
			],
		),
		group(
			'BG-7',
			BUYER,
			[
				...names('BT-44', 'AltriDatiIdentificativi/'),
				term('XT-buyer-tax-registration', 'IdentificativiFiscali/CodiceFiscale'),
				term('BT-48', 'IdentificativiFiscali/IdFiscaleIVA', { value: vatNumber }),
				...ADDRESSES,
			],
			[
				group('BG-8', 'AltriDatiIdentificativi/Sede', [
					term('BT-50', '.', { value: street }),
					term('BT-52', 'Comune'),
					postCode('BT-53'),
					term('BT-54', 'Provincia'),
					term('BT-55', 'Nazione'),
				]),
			],
		),
		group(
			'BG-25',
			'DatiBeniServizi',
			[term('XT-line-gross', 'Importo'), term('XT-line-vat', 'DatiIVA/Imposta')],
			[
				group('BG-30', '.', [
					term('BT-151', 'Natura', { value: ({ text }) => vatCategory(text.trim()) }),
					term('BT-152', 'DatiIVA/Aliquota'),
				]),
				group('BG-31', '.', [term('BT-153', 'Descrizione')]),
			],
		),
	],
	ignored: [
		'/FatturaElettronicaHeader/DatiTrasmissione',
		'/FatturaElettronicaHeader/SoggettoEmittente',
		// Read with the name that they are parts of.
		...[SELLER, `${BUYER}/AltriDatiIdentificativi`].flatMap((owner) => [`${owner}/Nome`, `${owner}/Cognome`]),
		'/Signature',
		`FatturaElettronicaBody/${GENERAL}/BolloVirtuale`,
	],
	complete: completeSimplified,
};
