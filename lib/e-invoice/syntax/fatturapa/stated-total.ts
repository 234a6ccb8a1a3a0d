import { parseDecimal, sumOf, type Decimal, type Problem } from '../../../core';
import { Group, type Term } from '../../terms';
import type { Completion } from '../table';
import { decimalAt, effectOf, netOf } from './sums';

/** Something that issuers count in the total of the document or do not. */
interface Part {
	/** What the total changes by where it is taken the other way. */
	change: Decimal;
	/** How it is taken then. */
	otherwise: () => void;
	/** In words. */
	says: string;
}

/** The total with VAT, and what is due where the total that is stated is that. */
export interface StatedTotal {
	total: string | null;
	due: Term | null;
	problems: Problem[];
}

/** Beyond this many ways to take the parts none is looked for. */
const MOST_PARTS = 8;

/**
 * `ImportoTotaleDocumento` is not counted alike by all issuers: some take off what is withheld or the VAT of a split payment, put the stamp
 * duty on, or leave a discount, a rounding or a contribution out that stands beside the lines. Where lines, parts and VAT do not come to
 * it, the parts are taken the other way, as few as will do; where two ways would do, or none, everything stays as it is. What was taken the
 * other way is told.
 */
export function readStatedTotal(reading: Completion, discounts: readonly Group[]): StatedTotal {
	const { document, read } = reading;
	const stated = read('BT-112', 'DatiGenerali/DatiGeneraliDocumento/ImportoTotaleDocumento');
	const target = parseDecimal(stated?.value ?? '');
	if (stated === null || target === null) return { total: null, due: null, problems: [] };
	const computed = netOf(document).plus(sumOf(document.many('BG-23').map((rate) => decimalAt(rate, 'BT-117'))));
	if (computed.eq(target)) return { total: stated.value, due: null, problems: [] };
	const due = { kept: sumOf([]) };
	const parts = [...beside(document, discounts), ...onTop(reading), ...keptBack(reading, due)].filter(({ change }) => !change.eq(0));
	const chosen = parts.length > MOST_PARTS ? null : fewest(parts, target.minus(computed));
	if (chosen === null) return { total: stated.value, due: null, problems: [] };
	for (const { otherwise } of chosen) otherwise();
	const problems: Problem[] = [
		{
			severity: 'warning',
			code: 'totalParts',
			column: 'BT-112',
			path: stated.path,
			value: stated.value,
			message: `The total of the document (ImportoTotaleDocumento) is ${stated.value}, which its parts come to if ${chosen.map(({ says }) => says).join(' and ')}. It was read so: compare it with the document.`,
		},
	];
	if (due.kept.eq(0)) return { total: stated.value, due: null, problems };
	return { total: target.plus(due.kept).toFixed(), due: stated, problems };
}

/** Allowances and charges beside the lines, which may not be in the total. */
function beside(document: Group, discounts: readonly Group[]): Part[] {
	const all = [...document.many('BG-20'), ...document.many('BG-21')];
	const known = discounts.filter((group) => all.includes(group));
	const roundings = all.filter((group) => nameOf(group) === 'Arrotondamento');
	const contributions = all.filter((group) => nameOf(group)?.startsWith('Cassa previdenziale') === true);
	return [known, roundings, ...contributions.map((group) => [group])]
		.filter((groups) => groups.length > 0)
		.map((groups) => {
			const [name, effect] = [nameOf(groups[0]) ?? 'Sconto o maggiorazione', sumOf(groups.map(effectOf))];
			return {
				change: effect.times(-1),
				says: `${name} (${effect.toFixed()}) is not charged`,
				otherwise: () => {
					for (const group of groups) document.removeGroup(group);
					const note = new Group('BG-1', groups[0]?.path ?? document.path);
					note.add('BT-22', { value: `${name} ${effect.toFixed()}, not in the total of the document`, path: note.path });
					document.addGroup(note);
				},
			};
		});
}

const nameOf = (group: Group | undefined): string | undefined => group?.text('BT-97') ?? group?.text('BT-104');

/** The stamp duty, where the buyer bears it. */
function onTop({ document }: Completion): Part[] {
	const duty = document.term('XT-stamp-duty');
	if (duty === undefined) return [];
	return [
		{
			change: decimalAt(document, 'XT-stamp-duty'),
			says: `the stamp duty (${duty.value}) is charged`,
			otherwise: () => {
				const charge = new Group('BG-21', duty.path);
				charge.add('BT-99', duty);
				charge.add('XT-allowance-vat', { value: '0', path: duty.path });
				charge.add('BT-104', { value: 'Imposta di bollo', path: duty.path });
				document.addGroup(charge);
			},
		},
	];
}

/** What is not paid to the seller: tax that is withheld, VAT of a split payment. Both are in the total. */
function keptBack({ document, find }: Completion, due: { kept: Decimal }): Part[] {
	const withheld = sumOf(document.many('XG-withholding').map((part) => decimalAt(part, 'XT-withholding-amount')));
	const rates = document.many('BG-23');
	const split = sumOf(
		find('DatiBeniServizi/DatiRiepilogo').flatMap((found, index) => {
			const [kind] = find('EsigibilitaIVA', found);
			const rate = rates[index];
			return kind?.element.text.trim() === 'S' && rate ? [decimalAt(rate, 'BT-117')] : [];
		}),
	);
	const part = (name: string, amount: Decimal): Part => ({
		change: amount.times(-1),
		says: `${name} (${amount.toFixed()}) is not due`,
		otherwise: () => {
			due.kept = due.kept.plus(amount);
		},
	});
	return [part('what is withheld', withheld), part('the VAT of the split payment', split)];
}

/** The fewest parts that make the difference; null where none do, or several ways with as few. */
function fewest(parts: readonly Part[], difference: Decimal): Part[] | null {
	let best: Part[][] = [];
	for (let choice = 1; choice < 2 ** parts.length; choice++) {
		const chosen = parts.filter((_, index) => Math.floor(choice / 2 ** index) % 2 === 1);
		if (!sumOf(chosen.map(({ change }) => change)).eq(difference)) continue;
		const size = best[0]?.length ?? Infinity;
		if (chosen.length < size) best = [chosen];
		else if (chosen.length === size) best.push(chosen);
	}
	return best.length === 1 ? (best[0] ?? null) : null;
}
