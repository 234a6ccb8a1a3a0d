import { textAt, type PreflightLine } from '../../core';
import { answered, limits, listed, ok, type Question } from './line';
import type { PreflightSession } from './session';

const AREA = 'Time';
/** Certificates, tokens and the age of claims are judged by the clock of n8n's machine. */
const MOST_APART_MS = 30_000;
const TIME = /T\d{2}:\d{2}.*?(Z|[+-]\d{2}:?\d{2})?$/;

/** How far the clocks are apart, and the offset in which Coupa writes times and dates. */
export async function askForTime(session: PreflightSession): Promise<PreflightLine[]> {
	const clock: Question = { id: 'time.clock', area: AREA, asked: "How far apart are Coupa's clock and that of n8n?" };
	const zone: Question = { id: 'time.zone', area: AREA, asked: 'In which time zone does Coupa write times and dates?' };
	return [
		await answered(clock, async () => await distance(session, clock)),
		await answered(zone, async () => await offsets(session, zone)),
	];
}

async function distance({ asking }: PreflightSession, question: Question): Promise<PreflightLine> {
	const { headers, tookMs, receivedAt } = await asking.page('/api/invoices', [['limit', '1']], ['id']);
	const date = Date.parse(headers.date ?? '');
	if (Number.isNaN(date))
		return limits(question, 'Cannot be told: the answers have no header Date.', {
			advice:
				'A gateway seems to remove it. Let it pass: reads of changes then begin by the clock of n8n, and Create cannot recognise an invoice whose answer was lost.',
		});
	// The header has whole seconds, cut off: half of one is the best guess.
	const apartMs = date + 500 - (receivedAt - tookMs / 2);
	const seconds = Math.round(Math.abs(apartMs) / 1000);
	if (Math.abs(apartMs) <= MOST_APART_MS) return ok(question, seconds <= 1 ? 'They agree to the second.' : `${seconds} seconds.`);
	return limits(question, `Coupa's clock is ${seconds} seconds ${apartMs > 0 ? 'ahead of' : 'behind'} that of n8n.`, {
		advice: "Set the clock of the machine n8n runs on (NTP). Changes are read by Coupa's own clock, but ages and file names are by n8n's.",
	});
}

async function offsets({ asking }: PreflightSession, question: Question): Promise<PreflightLine> {
	const records = await asking.newest('/api/invoices', 5, ['id', 'created-at', 'updated-at', 'invoice-date']);
	const read = (name: string) => [
		...new Set(records.map((record) => textAt(record, name)).flatMap((text) => (text === undefined ? [] : [offsetOf(text)]))),
	];
	const times = [...new Set([...read('created-at'), ...read('updated-at')])];
	const dates = read('invoice-date');
	if (times.length === 0)
		return limits(question, 'Cannot be told: this credential sees no invoice with a time yet.', {
			advice: 'Run the preflight again once there is an invoice.',
		});
	const seen = `Times: ${listed(times)}. Invoice dates: ${listed(dates) || 'none seen'}.`;
	if ([...times, ...dates].includes('without offset'))
		return limits(question, seen, {
			advice:
				"A time without offset is read in the time zone of n8n's machine. Set that zone (environment variable TZ) to the company's zone in Coupa, or have your Coupa admin change the format.",
		});
	return ok(question, seen);
}

/** `-07:00`, `UTC`, `without time` for a bare day, `without offset`. */
function offsetOf(text: string): string {
	const time = TIME.exec(text);
	if (time === null) return 'days without a time';
	return time[1] === undefined ? 'without offset' : time[1] === 'Z' ? 'UTC' : time[1];
}
