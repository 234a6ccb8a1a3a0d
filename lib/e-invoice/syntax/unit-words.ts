import type { XmlElement } from '../markup/tree';

/** Words for units where a format has free text, to UN/ECE Recommendation 20. Only words that mean one unit; others stay as they are. */
const POLISH: ReadonlyMap<string, string> = new Map(
	Object.entries({
		C62: ['szt', 'sztuk', 'sztuka', 'sztuki'],
		HUR: ['h', 'godz', 'godzina', 'godziny', 'rbh', 'r-g'],
		DAY: ['dzień', 'dni', 'doba', 'dob'],
		MON: ['m-c', 'mies', 'miesiąc', 'miesięcy'],
		ANN: ['rok', 'lat'],
		KGM: ['kg'],
		GRM: ['g', 'gr'],
		TNE: ['t', 'tona', 'ton'],
		LTR: ['l', 'litr'],
		MTR: ['m', 'mb', 'metr'],
		CMT: ['cm'],
		MMT: ['mm'],
		KMT: ['km'],
		MTK: ['m2', 'm²'],
		MTQ: ['m3', 'm³'],
		KWH: ['kwh'],
		SET: ['kpl', 'komplet', 'zest', 'zestaw'],
		PR: ['para', 'par'],
		XPK: ['op', 'opak', 'opakowanie'],
		E48: ['usł', 'usl', 'usługa'],
	}).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

const ITALIAN: ReadonlyMap<string, string> = new Map(
	Object.entries({
		C62: ['pz', 'pezzo', 'pezzi', 'nr', 'n', 'num', 'numero', 'unità'],
		HUR: ['h', 'ora', 'ore'],
		DAY: ['gg', 'giorno', 'giorni'],
		MON: ['mese', 'mesi'],
		ANN: ['anno', 'anni'],
		KGM: ['kg'],
		GRM: ['gr', 'grammi'],
		TNE: ['t', 'ton'],
		LTR: ['l', 'lt', 'litro', 'litri'],
		MTR: ['m', 'mt', 'metro', 'metri'],
		CMT: ['cm'],
		MMT: ['mm'],
		KMT: ['km'],
		MTK: ['mq', 'm2', 'm²'],
		MTQ: ['mc', 'm3', 'm³'],
		KWH: ['kwh'],
		SET: ['set', 'kit'],
		PR: ['paio', 'paia'],
		XPK: ['cf', 'conf', 'confezione', 'confezioni'],
		E48: ['servizio', 'servizi'],
	}).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

/** What bookkeeping programs write in English, whatever the country. */
const ENGLISH: ReadonlyMap<string, string> = new Map(
	Object.entries({
		C62: ['unit', 'units', 'piece', 'pieces'],
		HUR: ['hour'],
		DAY: ['day'],
		MON: ['month'],
	}).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

/** Without a full stop and the ending of the plural: `Giorno(i)`, `Unit(s)`. A dash stands for no unit. */
const unit =
	(words: ReadonlyMap<string, string>) =>
	({ text }: XmlElement): string | null => {
		const word = text
			.trim()
			.toLowerCase()
			.replace(/\.$/, '')
			.replace(/\(\p{L}{1,2}\)$/u, '');
		if (/^[-–—]+$/.test(word)) return null;
		return words.get(word) ?? ENGLISH.get(word) ?? text;
	};

export const polishUnit = unit(POLISH);
export const italianUnit = unit(ITALIAN);
