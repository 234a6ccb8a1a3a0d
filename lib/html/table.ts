import { html, type Html } from './markup';
import { CELL, HEAD, HEAD_NUMBER, HEADING, NUMBER, RED, SMALL } from './look';

export interface Column {
	title: string;
	/** Figures are on the right. */
	isNumber?: boolean;
	/** In percent of the table. */
	width?: number;
}

/** A cell; `isWrong` is shown in red. */
export interface Cell {
	content: Html;
	isWrong?: boolean;
	isBold?: boolean;
	ground?: string;
}

/** A table as mail clients show it: whole width, header again on each printed page, rows kept together. */
export function table(columns: Column[], rows: Cell[][]): Html {
	const heads = columns.map(
		({ title, isNumber, width }) =>
			html`<th scope="col" style="${isNumber ? HEAD_NUMBER : HEAD}" ${width === undefined ? '' : html`width="${width}%"`}>${title}</th>`,
	);
	const body = rows.map(
		(cells) =>
			html`<tr style="page-break-inside:avoid">
				${cells.map((cell, index) => td(cell, columns[index]))}
			</tr> `,
	);
	return html`<table cellpadding="0" cellspacing="0" border="0" width="100%" style="width:100%;border-collapse:collapse">
		<thead style="display:table-header-group">
			<tr>
				${heads}
			</tr>
		</thead>
		<tbody>
			${body}
		</tbody>
	</table>`;
}

function td({ content, isWrong, isBold, ground }: Cell, column: Column | undefined): Html {
	const style = [
		column?.isNumber ? NUMBER : CELL,
		...(isWrong ? [`color:${RED};font-weight:bold`] : isBold ? ['font-weight:bold'] : []),
		...(ground === undefined ? [] : [`background-color:${ground}`]),
	].join(';');
	return html`<td style="${style}" ${ground === undefined ? '' : html`bgcolor="${ground}"`}>${content}</td>`;
}

export function heading(text: string): Html {
	return html`<h2 style="${HEADING}">${text}</h2>`;
}

export function smallText(text: string | Html): Html {
	return html`<p style="${SMALL};margin:4px 0 0 0">${text}</p>`;
}

/** Pieces below each other. */
export function lines(pieces: Array<string | Html>): Html {
	return html`${pieces.map((piece, index) => html`${index === 0 ? '' : html`<br />`}${piece}`)}`;
}
