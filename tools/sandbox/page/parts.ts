import { html, type Html } from './html';

export type Tone = 'good' | 'bad' | 'warn' | 'busy';

/** A word that stands out; its colour only repeats what the word says. */
export function toned(tone: Tone, words: string): Html {
	return html`<span class="tone ${tone}">${words}</span>`;
}

/** A moment to the second; ms since the epoch, or as Coupa writes it. */
export function timeOf(moment: number | string): Html {
	const date = new Date(moment);
	if (Number.isNaN(date.getTime())) return html`${String(moment)}`;
	const iso = `${date.toISOString().slice(0, 19)}Z`;
	return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** Names and values; a blank value is a dash. */
export function factList(facts: Array<[name: string, value: Html | string | null | undefined]>): Html {
	return html`<dl class="facts">
		${facts.map(
			([name, value]) =>
				html`<div>
					<dt>${name}</dt>
					<dd>${value === null || value === undefined || value === '' ? '–' : value}</dd>
				</div>`,
		)}
	</dl>`;
}

/** A table that a narrow screen scrolls sideways, alone and by keyboard too. */
export function table(caption: string, header: string[], rows: Array<Array<Html | string | null | undefined>>): Html {
	return html`<div class="scrolls" role="region" aria-label="${caption}" tabindex="0">
		<table>
			<caption>
				${caption}
			</caption>
			<thead>
				<tr>
					${header.map((name) => html`<th scope="col">${name}</th>`)}
				</tr>
			</thead>
			<tbody>
				${rows.map(
					(cells) =>
						html`<tr>
							${cells.map((cell) => html`<td>${cell}</td>`)}
						</tr>`,
				)}
			</tbody>
		</table>
	</div>`;
}
