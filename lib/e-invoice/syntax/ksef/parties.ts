import type { TermId } from '../../terms';
import type { XmlElement } from '../../markup/tree';
import { childText } from '../child-text';
import { group, term, type TermRow } from '../table';

/** NIP is the Polish VAT number without its country. */
const vatOfNip = ({ text }: XmlElement): string => `PL${text.trim().replaceAll('-', '')}`;

/** A buyer in another member state: country and number in two elements. */
const vatOfUnion = (element: XmlElement): string => `${childText(element, 'KodUE')}${childText(element, 'NrVatUE')}`;

/** `Adres`: two lines, of which the second has postal code and city, and a country. */
export const addressOf = ([line1, line2, country]: readonly [TermId, TermId, TermId], path: string): TermRow[] => {
	const at = (name: string) => (path === '' ? name : `${path}/${name}`);
	return [term(line1, at('AdresL1')), term(line2, at('AdresL2')), term(country, at('KodKraju'))];
};

export const PODMIOT_1 = group(
	'BG-4',
	'Podmiot1',
	[
		term('BT-27', 'DaneIdentyfikacyjne/Nazwa'),
		term('BT-31', 'DaneIdentyfikacyjne/NIP', { value: vatOfNip }),
		term('BT-32', 'DaneIdentyfikacyjne/NIP'),
		term('BT-29', 'NrEORI'),
		term('BT-29', 'Adres/GLN'),
		term('BT-30', '/Stopka/Rejestry/KRS'),
		term('BT-30', '/Stopka/Rejestry/REGON'),
		term('BT-33', '/Stopka/Rejestry/PelnaNazwa'),
	],
	[
		group('BG-5', 'Adres', addressOf(['BT-35', 'BT-36', 'BT-40'], '')),
		group('BG-6', 'DaneKontaktowe', [term('BT-42', 'Telefon'), term('BT-43', 'Email')]),
	],
);

export const PODMIOT_2 = group(
	'BG-7',
	'Podmiot2',
	[
		term('BT-44', 'DaneIdentyfikacyjne/Nazwa'),
		term('BT-48', 'DaneIdentyfikacyjne/NIP', { value: vatOfNip }),
		term('BT-48', 'DaneIdentyfikacyjne[NrVatUE]', { value: vatOfUnion }),
		term('XT-buyer-tax-registration', 'DaneIdentyfikacyjne/NIP'),
		term('BT-46', 'DaneIdentyfikacyjne/NrID'),
		term('BT-46', 'NrEORI'),
		term('BT-46', 'IDNabywcy'),
		term('BT-46', 'Adres/GLN'),
	],
	[
		group('BG-8', 'Adres', addressOf(['BT-50', 'BT-51', 'BT-55'], '')),
		group('BG-9', 'DaneKontaktowe', [term('BT-57', 'Telefon'), term('BT-58', 'Email')]),
	],
);
