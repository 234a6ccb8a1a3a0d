/**
 * Units in words, as suppliers write them where the format has no code list (KSeF FA, FatturaPA): UN/ECE code, and the words for it in small
 * letters without a full stop at the end. No word is a UN/ECE code of another unit.
 */
const WORDS: Readonly<Record<string, string>> = {
	H87: "stk stück szt sztuk sztuka sztuki pz pezzo pezzi nr num numero n unità unita unita' cad pce pcs",
	EA: 'each',
	PR: 'para pary par paio paia cp',
	SET: 'kpl komplet komplety zestaw zest',
	E48: 'usł usługa usługi usluga servizio',
	LS: 'ryczałt ryczalt forfait corpo',
	HUR: 'h std stunde stunden godz godzina godziny godzin ora ore hr hour hours',
	MIN: 'min',
	DAY: 'dzień dni doba gg giorno giorni day days',
	WEE: 'tydzień tyg settimana settimane week weeks',
	MON: 'mies miesiąc miesiące m-c mese mesi month months',
	ANN: 'rok anno anni year years',
	MGM: 'mg',
	GRM: 'g gr',
	KGM: 'kg',
	TNE: 't',
	MMT: 'mm',
	CMT: 'cm',
	MTR: 'm mb mt metr metri',
	KMT: 'km',
	MTK: 'm2 m² mq',
	MTQ: 'm3 m³',
	MLT: 'ml',
	LTR: 'l lt litr litri litro',
	KWH: 'kwh',
	MWH: 'mwh',
	XPK: 'op opak opakowanie conf confezione confezioni',
	XBX: 'pudełko scatola scatole box',
	XCT: 'karton kartony cartone cartoni',
	XPX: 'paleta palety bancale bancali',
};

/** UN/ECE code by word. */
export const UNIT_TEXTS: ReadonlyMap<string, string> = new Map(
	Object.entries(WORDS).flatMap(([code, words]) => words.split(' ').map((word): [string, string] => [word, code])),
);
