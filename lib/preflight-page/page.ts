import type { PreflightLine, PreflightVerdict } from '../core';
import {
	AMBER,
	AMBER_GROUND,
	type Cell,
	GREEN,
	GREEN_GROUND,
	heading,
	html,
	type Html,
	lines as inLines,
	page,
	PALE,
	RED,
	RED_GROUND,
	shownTime,
	smallText,
	table,
	TEXT,
} from '../html';
import { countsOf, headline, VERDICTS, verdictOf } from './lines';

export interface PageTexts {
	title: string;
	/** When it was made (ms since the epoch), and in which time zone that is shown. */
	at: number;
	timeZone: string;
	/** What else the reader has to know, e.g. of items that were left out. */
	notices: string[];
}

interface Look {
	title: string;
	word: string;
	ink: string;
	ground?: string;
}

/** In words as well as in colour. */
const LOOKS: Readonly<Record<PreflightVerdict, Look>> = {
	blocks: { title: 'What blocks the import', word: 'Blocks', ink: RED, ground: RED_GROUND },
	limits: { title: 'What limits it', word: 'Limits', ink: AMBER, ground: AMBER_GROUND },
	notAsked: { title: 'What was not asked', word: 'Not asked', ink: PALE },
	ok: { title: 'What is well', word: 'OK', ink: GREEN, ground: GREEN_GROUND },
};

/** Texts are shown whole, in pieces that none of them is cut. */
const PIECE = 350;
const LONGEST = 5_000;

/**
 * The preflight as one page, what blocks first: tables and inline styles only, so that mail clients show it, on A4 when printed. Nothing in it
 * is loaded from elsewhere or runs; whatever came from outside is escaped.
 */
export function preflightPage(lines: PreflightLine[], { title, at, timeZone, notices }: PageTexts): string {
	const time = shownTime(at, timeZone);
	const sections = VERDICTS.map((verdict) =>
		section(
			verdict,
			lines.filter((line) => line.verdict === verdict),
		),
	);
	return page({
		title,
		below: html`As of ${time} (${timeZone})`,
		body: html`${bar(lines)} ${notices.map((notice) => smallText(html`${whole(notice)}`))} ${heading('How it came out')} ${summary(lines)}
		${sections}`,
	}).text;
}

function bar(lines: PreflightLine[]): Html {
	const counts = countsOf(lines);
	const { ink, ground = '#f5f7fa' } = LOOKS[verdictOf(counts)];
	const words = headline(counts);
	return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">
		<tr>
			<td
				bgcolor="${ground}"
				style="${TEXT};background-color:${ground};color:${ink};border-left:5px solid ${ink};padding:10px 14px;font-size:15px;font-weight:bold"
			>
				${words.charAt(0).toUpperCase()}${words.slice(1)}.
			</td>
		</tr>
	</table>`;
}

/** How many lines of each kind, by system. */
function summary(lines: PreflightLine[]): Html {
	const columns = [
		{ title: 'System', width: 40 },
		...VERDICTS.map((verdict) => ({ title: LOOKS[verdict].word, isNumber: true, width: 15 })),
	];
	const rows = (['Coupa', 'Scan One'] as const).map((system): Cell[] => {
		const own = lines.filter((line) => line.system === system);
		const counts = countsOf(own);
		return [
			{ content: html`${system}${own.length === 0 ? ' (not asked)' : ''}`, isBold: true },
			{ content: html`${counts.blocks}`, isWrong: counts.blocks > 0 },
			...[{ content: html`${counts.limits}` }, { content: html`${counts.notAsked}` }, { content: html`${counts.ok}` }],
		];
	});
	return table(columns, rows);
}

function section(verdict: PreflightVerdict, lines: PreflightLine[]): Html {
	if (lines.length === 0) return html``;
	const { title } = LOOKS[verdict];
	const columns = [
		{ title: 'Verdict', width: 14 },
		{ title: 'Asked, seen, and what to do', width: 86 },
	];
	return html`${heading(`${title} (${lines.length})`)}${table(columns, lines.map(row))}`;
}

function row({ system, area, asked, seen, verdict, advice, setting, choose, templates }: PreflightLine): Cell[] {
	const { word, ink, ground } = LOOKS[verdict];
	const pale = (text: string) => html`<span style="color:${PALE}">${whole(text)}</span>`;
	/** A word is not broken where the page is narrow. */
	const short = (text: string) => html`<span style="color:${PALE};white-space:nowrap">${whole(text)}</span>`;
	const way = [...(setting === null ? [] : [`Setting: ${setting}.`]), ...(choose === null ? [] : [`Choose: ${choose}.`])].join(' ');
	return [
		{
			content: inLines([
				html`<span style="color:${ink};font-weight:bold;white-space:nowrap">${word}</span>`,
				short(system),
				...(area === '' ? [] : [short(area)]),
			]),
			...(ground !== undefined && { ground }),
		},
		{
			content: inLines([
				html`<b>${whole(asked)}</b>`,
				html`${whole(seen)}`,
				...(advice === null ? [] : [html`${whole(advice)}`]),
				...(way === '' ? [] : [html`<b>${whole(way)}</b>`]),
				...(templates.length === 0 ? [] : [pale(`Concerns: ${templates.join(', ')}`)]),
			]),
		},
	];
}

/** A text in pieces, since a longer one would lose its middle; line ends become blanks. */
function whole(text: string): Html[] {
	const plain = text.slice(0, LONGEST).replace(/\s/g, ' ');
	const pieces: Html[] = [];
	for (let at = 0; at < plain.length; at += PIECE) pieces.push(html`${plain.slice(at, at + PIECE)}`);
	if (text.length > LONGEST) pieces.push(html`…`);
	return pieces;
}
