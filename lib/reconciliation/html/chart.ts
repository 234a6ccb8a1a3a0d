import { html, Html, INK, PALE, table } from '../../html';
import type { CurrencyAmount } from '../delivered';
import { amountLines } from './amounts';

/** A step on the way of an invoice, and how many have come so far. */
export interface Step {
	label: string;
	count: number;
	amounts: CurrencyAmount[];
	/** Beside the bar. */
	note: string;
	/** Of the bar. */
	colour: string;
}

const WIDTH = 680;
const BAR = { left: 130, height: 20, gap: 10, room: 330 };
/** Conditional comments of Outlook on Windows. */
const NOT_IN_OUTLOOK = new Html('<!--[if !mso]><!-->');
const END_OF_THAT = new Html('<!--<![endif]-->');

/**
 * How far the invoices have come, as bars. Outlook on Windows would show the words of a picture it cannot draw, so it is kept from it; the table
 * below says the same (`stepTable`).
 */
export function chart(steps: Step[]): Html {
	const most = Math.max(1, ...steps.map(({ count }) => count));
	const height = steps.length * (BAR.height + BAR.gap) + BAR.gap;
	const bars = steps.map((step, index) => bar(step, BAR.gap + index * (BAR.height + BAR.gap), most));
	const said = steps.map(({ label, count }) => `${label}: ${count}`).join(', ');
	const picture = html`<svg
		xmlns="http://www.w3.org/2000/svg"
		role="img"
		aria-label="${said}"
		width="${WIDTH}"
		height="${height}"
		viewBox="0 0 ${WIDTH} ${height}"
		style="max-width:100%;height:auto;display:block"
	>
		${bars}
	</svg>`;
	return html`${NOT_IN_OUTLOOK}${picture}${END_OF_THAT}`;
}

function bar({ label, count, note, colour }: Step, top: number, most: number): Html {
	const width = count === 0 ? 2 : Math.max(4, Math.round((BAR.room * count) / most));
	const middle = top + BAR.height / 2 + 4;
	const text = (x: number, size: number, fill: string, anchor: string, words: string) =>
		html`<text x="${x}" y="${middle}" font-family="Arial,Helvetica,sans-serif" font-size="${size}" fill="${fill}" text-anchor="${anchor}">
			${words}
		</text>`;
	return html`${text(BAR.left - 10, 12, INK, 'end', label)}<rect
			x="${BAR.left}"
			y="${top}"
			width="${width}"
			height="${BAR.height}"
			rx="2"
			fill="${colour}"
		/>${text(BAR.left + width + 8, 12, INK, 'start', String(count))}${text(BAR.left + BAR.room + 46, 11, PALE, 'start', note)}`;
}

/** The figures of the chart. */
export function stepTable(steps: Step[]): Html {
	const columns = [
		{ title: 'Step', width: 46 },
		{ title: 'Invoices', isNumber: true, width: 14 },
		{ title: 'Amount in the files', isNumber: true },
	];
	return table(
		columns,
		steps.map(({ label, count, amounts }) => [{ content: html`${label}` }, { content: html`${count}` }, { content: amountLines(amounts) }]),
	);
}

/** A share as a bar made of table cells, which every mail client shows. */
export function share(count: number, of: number, colour: string): Html {
	const percent = of === 0 ? 0 : Math.round((100 * count) / of);
	if (percent === 0) return new Html('&nbsp;');
	const rest = percent === 100 ? '' : html`<td width="${100 - percent}%" style="font-size:1px;line-height:10px">&nbsp;</td>`;
	return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">
		<tr>
			<td width="${percent}%" bgcolor="${colour}" style="background-color:${colour};font-size:1px;line-height:10px">&nbsp;</td>
			${rest}
		</tr>
	</table>`;
}
