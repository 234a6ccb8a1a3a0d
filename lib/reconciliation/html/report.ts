import {
	AMBER,
	AMBER_GROUND,
	GREEN,
	GREEN_GROUND,
	heading,
	html,
	type Html,
	INK,
	page,
	RED,
	RED_GROUND,
	shownDay,
	shownTime,
	smallText,
	TEXT,
} from '../../html';
import type { CurrencyAmount } from '../delivered';
import { addedUp, codeOf, shownAmount } from '../money';
import type { Reconciliation } from '../reconcile';
import { isInCoupa, type Standing } from '../standing';
import { attentionTable } from './attention';
import { chart, type Step, stepTable } from './chart';
import { invoiceTable } from './invoices';
import { checkTable, standingTable } from './sums';
import { archiveText, sources, type Sources } from './sources';

/** Characters of amounts that fit beside a bar. */
const LONGEST_NOTE = 28;

export interface ReportTexts extends Sources {
	title: string;
	/** Host of the Coupa instance. */
	instance: string;
	/** Invoices that are listed one by one; the figures count all of them. */
	mostRows: number;
}

/** What the report comes to in one sentence: the subject of a mail, and the bar on top. */
export function headline({ rows, attention, checks }: Reconciliation): string {
	const gaps = attention.filter(({ severity }) => severity === 'gap').length;
	const late = attention.filter(({ severity }) => severity === 'late').length;
	const wrong = checks.filter(({ isRight }) => !isRight).length;
	const parts = [
		`${rows.length} received`,
		...(wrong > 0 ? ['the figures do not add up'] : []),
		...(gaps > 0 ? [`${gaps} ${gaps === 1 ? 'gap' : 'gaps'}`] : []),
		...(late > 0 ? [`${late} late`] : []),
		...(wrong + gaps + late === 0 ? ['all accounted for'] : []),
	];
	return parts.join(', ');
}

/**
 * The report as one page: tables and inline styles only, so that mail clients show it, on A4 when printed. Nothing in it is loaded from elsewhere or
 * runs; whatever came from outside is escaped.
 */
export function reportHtml(result: Reconciliation, texts: ReportTexts): string {
	const [account] = result.accounts;
	const zone = account?.timeZone ?? 'UTC';
	const steps = stepsOf(result);
	const [from, to] = [account?.from ?? result.now, account?.to ?? result.now];
	return page({
		title: texts.title,
		below: html`Received from ${shownTime(from, zone)} to ${shownTime(to, zone)} (${zone}) · Coupa ${texts.instance} · as of
		${shownTime(result.now, zone)}`,
		body: html`${verdict(result)} ${purged(result)} ${heading('How far they have come')} ${chart(steps)} ${stepTable(steps)}
		${heading('Where they stand')} ${standingTable(result)} ${heading('Does it add up?')} ${checkTable(result.checks)}
		${heading('What somebody has to look at')} ${attentionTable(result.attention, result.now, texts.mostRows)}
		${heading('Every invoice received')} ${invoiceTable(result, texts.mostRows)} ${heading('What this report goes by')}
		${sources(result, texts)}
		${smallText(`Made on ${shownDay(result.now, zone)} from the lock-box and Coupa alone; nothing is remembered from earlier reports.`)}`,
	}).text;
}

function verdict(result: Reconciliation): Html {
	const isWrong = result.checks.some(({ isRight }) => !isRight) || result.attention.some(({ severity }) => severity === 'gap');
	const isLate = result.attention.some(({ severity }) => severity === 'late');
	const [ink, ground] = isWrong ? [RED, RED_GROUND] : isLate ? [AMBER, AMBER_GROUND] : [GREEN, GREEN_GROUND];
	return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">
		<tr>
			<td
				bgcolor="${ground}"
				style="${TEXT};background-color:${ground};color:${ink};border-left:5px solid ${ink};padding:10px 14px;font-size:15px;font-weight:bold"
			>
				${capital(headline(result))}.
			</td>
		</tr>
	</table>`;
}

/** A report of an archive that may have been purged is not read as one of everything. */
function purged({ accounts }: Reconciliation): Html[] {
	return accounts.filter(({ archiveReachesBack }) => !archiveReachesBack).map((account) => smallText(archiveText(account)));
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The way into payment; each step counts those that have come further, too. */
function stepsOf({ sums, received, rows }: Reconciliation): Step[] {
	const step = (label: string, standings: Standing[] | ((standing: Standing) => boolean), colour = GREEN): Step => {
		const includes = (standing: Standing) => (Array.isArray(standings) ? standings.includes(standing) : standings(standing));
		const chosen = sums.filter(({ standing }) => includes(standing));
		const amounts = addedUp(chosen.flatMap((sum) => sum.amounts));
		return { label, count: chosen.reduce((sum, { count }) => sum + count, 0), amounts, note: noteOf(amounts), colour };
	};
	const missing = step('Missing', ['missing', 'unknown'], RED);
	return [
		{ label: 'Received', count: rows.length, amounts: received, note: noteOf(received), colour: INK },
		step('In Coupa', isInCoupa),
		step('Approved', ['approved', 'exported', 'paid']),
		step('Exported', ['exported', 'paid']),
		step('Paid', ['paid']),
		step('Draft, held, disputed', ['held', 'disputed', 'draft'], AMBER),
		step('Refused or waiting', ['refused', 'waiting', 'presumedRefused'], AMBER),
		...(missing.count > 0 ? [missing] : []),
	];
}

/** Amounts that fit beside a bar; the table has all of them. */
function noteOf(amounts: CurrencyAmount[]): string {
	const shown = amounts.filter(({ count, withoutAmount }) => count > withoutAmount);
	const note = shown.map(({ currency, amount }) => `${codeOf(currency)} ${shownAmount(amount, codeOf(currency))}`).join(', ');
	// Half an amount would be read as another one.
	return note.length <= LONGEST_NOTE ? note : shown.length === 1 ? 'see below' : `${shown.length} currencies`;
}
