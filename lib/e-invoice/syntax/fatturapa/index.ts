import { isoDayOf } from '../iso-dates';
import { group, term, type SyntaxTable } from '../table';
import { completeFatturaPa } from './complete';
import { DETTAGLIO } from './line';
import { CEDENTE, CESSIONARIO, postCode, RAPPRESENTANTE } from './parties';
import { paymentConditions, paymentMeans, paymentMode, typeCode, vatCategory, withholding } from './codes';

const GENERAL = 'DatiGenerali/DatiGeneraliDocumento';

/**
 * FatturaPA 1.2 (also 1.1 and 1.0; Agenzia delle Entrate, technical specifications of the format). Only the root has a namespace. The header
 * is shared by all invoices (`FatturaElettronicaBody`) of a file.
 */
export const fatturaPa: SyntaxTable = {
	syntax: 'FatturaPA',
	title: 'FatturaPA (Italy)',
	namespaces: {
		p: [
			'http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2',
			'http://www.fatturapa.gov.it/sdi/fatturapa/v1.1',
			'http://www.fatturapa.gov.it/sdi/fatturapa/v1.0',
		],
	},
	roots: ['p:FatturaElettronica'],
	documents: 'FatturaElettronicaBody',
	dateOf: isoDayOf,
	terms: [
		term('BT-1', `${GENERAL}/Numero`),
		term('BT-2', `${GENERAL}/Data`),
		term('BT-3', `${GENERAL}/TipoDocumento`, { value: ({ text }) => typeCode(text.trim()) }),
		term('XT-document-type', `${GENERAL}/TipoDocumento`),
		term('BT-5', `${GENERAL}/Divisa`),
		term('BT-9', 'DatiPagamento/DettaglioPagamento/DataScadenzaPagamento'),
		term('BT-8', 'DatiBeniServizi/DatiRiepilogo/EsigibilitaIVA'),
		term('BT-10', '/FatturaElettronicaHeader/CessionarioCommittente/RiferimentoAmministrazione'),
		term('BT-10', '/FatturaElettronicaHeader/CedentePrestatore/RiferimentoAmministrazione'),
		term('BT-11', 'DatiGenerali/DatiOrdineAcquisto/CodiceCUP'),
		term('BT-12', 'DatiGenerali/DatiContratto[not(RiferimentoNumeroLinea)]/IdDocumento'),
		// A framework agreement, where there is no contract of its own.
		term('BT-12', 'DatiGenerali/DatiConvenzione[not(RiferimentoNumeroLinea)]/IdDocumento'),
		term('BT-13', 'DatiGenerali/DatiOrdineAcquisto[not(RiferimentoNumeroLinea)]/IdDocumento'),
		term('XT-order-date', 'DatiGenerali/DatiOrdineAcquisto[not(RiferimentoNumeroLinea)]/Data'),
		term('BT-15', 'DatiGenerali/DatiRicezione[not(RiferimentoNumeroLinea)]/IdDocumento'),
		term('BT-16', 'DatiGenerali/DatiDDT[not(RiferimentoNumeroLinea)]/NumeroDDT'),
		term('BT-17', 'DatiGenerali/DatiOrdineAcquisto/CodiceCIG'),
		term('BT-17', 'DatiGenerali/DatiContratto/CodiceCIG'),
		term('BT-20', 'DatiPagamento/CondizioniPagamento', { value: ({ text }) => paymentConditions(text.trim()) }),
		term('XT-tax-regime', '/FatturaElettronicaHeader/CedentePrestatore/DatiAnagrafici/RegimeFiscale'),
		term('XT-stamp-duty', `${GENERAL}/DatiBollo/ImportoBollo`),
		term('XT-split-payment', "DatiBeniServizi/DatiRiepilogo[EsigibilitaIVA='S']/EsigibilitaIVA", { value: () => 'true' }),
	],
	groups: [
		group('BG-1', `${GENERAL}/Causale`, [term('BT-22', '.')]),
		group('BG-2', '/.', [term('BT-24', '/FatturaElettronicaHeader/DatiTrasmissione/FormatoTrasmissione')]),
		group('BG-3', 'DatiGenerali/DatiFattureCollegate', [term('BT-25', 'IdDocumento'), term('BT-26', 'Data')]),
		CEDENTE,
		CESSIONARIO,
		RAPPRESENTANTE,
		group(
			'BG-13',
			'DatiGenerali/DatiTrasporto',
			[term('BT-72', 'DataOraConsegna')],
			[
				group('BG-15', 'IndirizzoResa', [
					term('BT-75', 'Indirizzo'),
					term('BT-76', 'NumeroCivico'),
					postCode('BT-78'),
					term('BT-77', 'Comune'),
					term('BT-79', 'Provincia'),
					term('BT-80', 'Nazione'),
				]),
			],
		),
		group('XG-withholding', `${GENERAL}/DatiRitenuta`, [
			term('XT-withholding-type', '.', { value: withholding, only: true }),
			term('XT-withholding-amount', 'ImportoRitenuta'),
			term('XT-withholding-rate', 'AliquotaRitenuta'),
		]),
		group('BG-20', `${GENERAL}/ScontoMaggiorazione[Tipo='SC']`, [term('BT-92', 'Importo'), term('BT-94', 'Percentuale')]),
		group('BG-21', `${GENERAL}/ScontoMaggiorazione[Tipo='MG']`, [term('BT-99', 'Importo'), term('BT-101', 'Percentuale')]),
		group('BG-21', `${GENERAL}/DatiCassaPrevidenziale`, [
			term('BT-99', 'ImportoContributoCassa'),
			term('BT-100', 'ImponibileCassa'),
			term('BT-101', 'AlCassa'),
			term('BT-102', 'Natura', { value: ({ text }) => vatCategory(text.trim()) }),
			term('BT-103', 'AliquotaIVA'),
			term('BT-104', 'TipoCassa', { value: ({ text }) => `Cassa previdenziale ${text.trim()}` }),
		]),
		group(
			'BG-16',
			'DatiPagamento/DettaglioPagamento',
			[
				term('BT-81', 'ModalitaPagamento', { value: ({ text }) => paymentMeans(text.trim()) }),
				term('BT-82', 'ModalitaPagamento', { value: ({ text }) => paymentMode(text.trim()) }),
				term('BT-83', 'CodicePagamento'),
			],
			[group('BG-17', '.', [term('BT-84', 'IBAN'), term('BT-85', 'Beneficiario'), term('BT-86', 'BIC')])],
		),
		group('BG-23', 'DatiBeniServizi/DatiRiepilogo', [
			term('BT-116', 'ImponibileImporto'),
			term('BT-117', 'Imposta'),
			term('BT-118', 'Natura', { value: ({ text }) => vatCategory(text.trim()) }),
			term('BT-119', 'AliquotaIVA'),
			term('BT-120', 'RiferimentoNormativo'),
			term('BT-121', 'Natura'),
		]),
		DETTAGLIO,
	],
	ignored: [
		'/FatturaElettronicaHeader/DatiTrasmissione',
		'/FatturaElettronicaHeader/SoggettoEmittente',
		'/Signature',
		`FatturaElettronicaBody/${GENERAL}/ScontoMaggiorazione/Tipo`,
		...['TipoRitenuta', 'CausalePagamento'].map((part) => `FatturaElettronicaBody/${GENERAL}/DatiRitenuta/${part}`),
		`FatturaElettronicaBody/${GENERAL}/DatiBollo/BolloVirtuale`,
		'FatturaElettronicaBody/DatiBeniServizi/DettaglioLinee/CodiceArticolo/CodiceTipo',
		// Paid at once, in one amount.
		"FatturaElettronicaBody/DatiPagamento/CondizioniPagamento[.='TP02']",
	],
	complete: completeFatturaPa,
};
