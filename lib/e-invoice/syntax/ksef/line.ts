import { group, term } from '../table';
import { polishUnit } from '../unit-words';

/** `FaWiersz`. Prices, amounts and rates follow from several fields (complete.ts). */
export const WIERSZ = group(
	'BG-25',
	'Fa/FaWiersz',
	[
		term('BT-126', 'NrWierszaFa'),
		term('BT-128', 'UU_ID'),
		term('BT-129', 'P_8B'),
		term('BT-130', 'P_8A', { value: polishUnit }),
		term('XT-line-gross', 'P_11A'),
		term('XT-line-vat', 'P_11Vat'),
	],
	[
		group('BG-26', '.', [term('BT-134', 'P_6A'), term('BT-135', 'P_6A')]),
		group(
			'BG-31',
			'.',
			[
				term('BT-153', 'P_7'),
				term('BT-155', 'Indeks'),
				term('BT-157', 'GTIN'),
				term('BT-158', 'PKWiU', { schemeIs: 'PKWiU' }),
				term('BT-158', 'CN', { schemeIs: 'CN' }),
				term('BT-158', 'PKOB', { schemeIs: 'PKOB' }),
			],
			[
				group('BG-32', '.', [term('BT-160', 'GTU', { value: () => 'GTU' }), term('BT-161', 'GTU')]),
				group('BG-32', '.', [term('BT-160', 'Procedura', { value: () => 'Procedura' }), term('BT-161', 'Procedura')]),
				group('BG-32', '.', [term('BT-160', 'KwotaAkcyzy', { value: () => 'KwotaAkcyzy' }), term('BT-161', 'KwotaAkcyzy')]),
			],
		),
	],
);
