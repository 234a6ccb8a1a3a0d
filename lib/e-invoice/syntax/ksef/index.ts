import type { XmlElement } from '../../markup/tree';
import { isoDayOf } from '../iso-dates';
import { group, term, type SyntaxTable } from '../table';
import { nameAttachments, ZALACZNIK } from './attachment';
import { documentType, indicator, paymentMeans } from './codes';
import { completeKsef } from './complete';
import { WIERSZ } from './line';
import { thirdParty } from './third-party';
import { addressOf, PODMIOT_1, PODMIOT_2 } from './parties';

const inWords =
	(what: string) =>
	({ children }: XmlElement) =>
		`${what} ${children.map((child) => child.text.trim()).join(' ')}`;

const orderRow = ({ children }: XmlElement): string => {
	const text = ({ text: own, name }: XmlElement) => (name === 'P_7Z' ? own.trim() : `${name} ${own.trim()}`);
	const [named, others] = [children.filter(({ name }) => name === 'P_7Z'), children.filter(({ name }) => name !== 'P_7Z')];
	return `Order of the advance payment: ${[...named, ...others].map(text).join(', ')}`;
};

/** Roles of `Podmiot3`: the factor, who is paid in place of the seller. */
const ROLE_FACTOR = '1';

/**
 * KSeF FA(2) and FA(3) (Ministry of Finance, logical structures FA; elements have the same names in both, FA(3) has more). Corrections
 * (`RodzajFaktury` KOR…) state differences, so their amounts have signs.
 */
export const ksef: SyntaxTable = {
	syntax: 'KSeF FA',
	title: 'KSeF FA(2) and FA(3) (Poland)',
	namespaces: { fa: ['http://crd.gov.pl/wzor/2025/06/25/13775/', 'http://crd.gov.pl/wzor/2023/06/29/12648/'] },
	roots: ['fa:Faktura'],
	dateOf: isoDayOf,
	terms: [
		term('BT-1', 'Fa/P_2'),
		term('BT-2', 'Fa/P_1'),
		term('XT-issuance-place', 'Fa/P_1M'),
		term('XT-document-type', 'Fa/RodzajFaktury'),
		term('BT-5', 'Fa/KodWaluty'),
		term('XT-exchange-rate', 'Fa/KursWalutyZ'),
		term('BT-9', 'Fa/Platnosc/TerminPlatnosci/Termin'),
		term('BT-10', 'Podmiot2/NrKlienta'),
		term('BT-12', 'Fa/WarunkiTransakcji/Umowy/NrUmowy'),
		term('BT-13', 'Fa/WarunkiTransakcji/Zamowienia/NrZamowienia'),
		term('XT-order-date', 'Fa/WarunkiTransakcji/Zamowienia/DataZamowienia'),
		term('BT-16', 'Fa/WZ'),
		term('BT-20', 'Fa/Platnosc/TerminPlatnosci/TerminOpis', {
			value: ({ text, children }) => (children.length > 0 ? children.map((child) => child.text.trim()).join(' ') : text),
		}),
		term('BT-20', 'Fa/Platnosc/Skonto', { value: ({ children }) => children.map((child) => child.text.trim()).join(': ') }),
		term('XT-prepayment-date', 'Fa/Platnosc/DataZaplaty'),
		term('XT-prepayment-date', 'Fa/Platnosc/ZaplataCzesciowa/DataZaplatyCzesciowej'),
		term('XT-correction-reason', 'Fa/PrzyczynaKorekty'),
		term('XT-cash-accounting', 'Fa/Adnotacje/P_16', { value: indicator }),
		term('XT-self-billed', 'Fa/Adnotacje/P_17', { value: indicator }),
		term('XT-reverse-charge', 'Fa/Adnotacje/P_18', { value: indicator }),
		term('XT-split-payment', 'Fa/Adnotacje/P_18A', { value: indicator }),
		term('XT-margin-scheme', "Fa/Adnotacje/PMarzy[P_PMarzy='1']", { value: ({ children }) => children.map(({ name }) => name).join(', ') }),
	],
	groups: [
		group('BG-1', 'Fa/DodatkowyOpis', [
			term('BT-22', '.', { value: ({ children }) => children.map((child) => child.text.trim()).join(': ') }),
		]),
		group('BG-1', 'Stopka/Informacje/StopkaFaktury', [term('BT-22', '.')]),
		// Settled beside the total of the invoice: they change what is due (BT-115), not what is invoiced.
		group('BG-1', 'Fa/Rozliczenie/Odliczenia', [term('BT-22', '.', { value: inWords('Deduction') })]),
		group('BG-1', 'Fa/Rozliczenie/Obciazenia', [term('BT-22', '.', { value: inWords('Charge') })]),
		group('BG-1', `Podmiot3[Rola!='${ROLE_FACTOR}']`, [term('BT-22', '.', { value: thirdParty })]),
		// Rows of the order that an advance payment is for: they are no lines of the invoice.
		group('BG-1', 'Fa/Zamowienie/ZamowienieWiersz', [term('BT-22', '.', { value: orderRow })]),
		group('BG-1', 'Fa/Zamowienie/WartoscZamowienia', [term('BT-22', '.', { value: ({ text }) => `Value of the order: ${text.trim()}` })]),
		group('BG-2', 'Naglowek', [term('BT-24', 'KodFormularza/@kodSystemowy')]),
		group('BG-3', 'Fa/DaneFaKorygowanej', [term('BT-25', 'NrFaKorygowanej'), term('BT-26', 'DataWystFaKorygowanej')]),
		group('BG-3', 'Fa/FakturaZaliczkowa', [term('BT-25', 'NrFaZaliczkowej'), term('BT-25', 'NrKSeFFaZaliczkowej')]),
		PODMIOT_1,
		PODMIOT_2,
		group('BG-10', `Podmiot3[Rola='${ROLE_FACTOR}']`, [
			term('BT-59', 'DaneIdentyfikacyjne/Nazwa'),
			term('BT-60', 'DaneIdentyfikacyjne/NIP'),
		]),
		group(
			'BG-13',
			'Fa',
			[term('BT-72', 'P_6')],
			[
				group('BG-14', 'OkresFa', [term('BT-73', 'P_6_Od'), term('BT-74', 'P_6_Do')]),
				group('BG-15', 'WarunkiTransakcji/Transport/WysylkaDo', addressOf(['BT-75', 'BT-76', 'BT-80'], '')),
			],
		),
		group(
			'BG-16',
			'Fa/Platnosc',
			[term('BT-81', 'FormaPlatnosci', { value: ({ text }) => paymentMeans(text.trim()) }), term('BT-82', 'OpisPlatnosci')],
			[
				group('BG-17', 'RachunekBankowy', [term('BT-84', 'NrRB'), term('BT-85', 'NazwaBanku'), term('BT-86', 'SWIFT')]),
				group('BG-17', 'RachunekBankowyFaktora', [term('BT-84', 'NrRB'), term('BT-85', 'NazwaBanku'), term('BT-86', 'SWIFT')]),
			],
		),
		ZALACZNIK,
		WIERSZ,
	],
	ignored: [
		'Naglowek',
		'Podmiot2/JST',
		'Podmiot2/GV',
		'Fa/Adnotacje',
		'Fa/FP',
		'Fa/TP',
		'Fa/FakturaZaliczkowa/NrKSeFZN',
		'Fa/Rozliczenie/SumaObciazen',
		'Fa/Rozliczenie/SumaOdliczen',
		'Fa/Platnosc/ZnacznikZaplatyCzesciowej',
		'Fa/Platnosc/PlatnoscInna',
		'Podmiot1/PrefiksPodatnika',
		'Podmiot2/DaneIdentyfikacyjne/BrakID',
		'Fa/DaneFaKorygowanej/NrKSeF',
		'Fa/DaneFaKorygowanej/NrKSeFN',
		'/Signature',
	],
	*complete(reading) {
		const type = documentType(reading);
		if (type) reading.document.add('BT-3', type);
		nameAttachments(reading.document);
		return yield* completeKsef(reading);
	},
};
