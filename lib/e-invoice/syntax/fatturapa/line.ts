import { group, term } from '../table';
import { italianUnit } from '../unit-words';
import { vatCategory } from './codes';

/** `DettaglioLinee`. The net price follows from the price and its discounts (complete.ts). */
export const DETTAGLIO = group(
	'BG-25',
	'DatiBeniServizi/DettaglioLinee',
	[
		term('BT-126', 'NumeroLinea'),
		term('BT-129', 'Quantita'),
		term('BT-130', 'UnitaMisura', { value: italianUnit }),
		term('BT-131', 'PrezzoTotale'),
		term('BT-133', 'RiferimentoAmministrazione'),
		term('XT-line-type', 'TipoCessionePrestazione'),
	],
	[
		group('BG-26', '.', [term('BT-134', 'DataInizioPeriodo'), term('BT-135', 'DataFinePeriodo')]),
		group('BG-30', '.', [term('BT-151', 'Natura', { value: ({ text }) => vatCategory(text.trim()) }), term('BT-152', 'AliquotaIVA')]),
		group(
			'BG-31',
			'.',
			[
				term('BT-153', 'Descrizione'),
				term('BT-155', "CodiceArticolo[CodiceTipo!='EAN'][CodiceTipo!='GTIN'][CodiceTipo!='CPV'][CodiceTipo!='TARIC']/CodiceValore"),
				term('BT-157', "CodiceArticolo[CodiceTipo='EAN']/CodiceValore"),
				term('BT-157', "CodiceArticolo[CodiceTipo='GTIN']/CodiceValore"),
				term('BT-158', "CodiceArticolo[CodiceTipo='CPV']/CodiceValore", { schemeIs: 'CPV' }),
				term('BT-158', "CodiceArticolo[CodiceTipo='TARIC']/CodiceValore", { schemeIs: 'TARIC' }),
			],
			[
				group('BG-32', 'AltriDatiGestionali', [
					term('BT-160', 'TipoDato'),
					term('BT-161', 'RiferimentoTesto'),
					term('BT-161', 'RiferimentoNumero'),
					term('BT-161', 'RiferimentoData'),
				]),
			],
		),
	],
);
