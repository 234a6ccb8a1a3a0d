import { shownName } from '../../core';
import { throwIfLost } from '../../sftp';
import type { Place } from './place';
import { blocks, limits, ok, type Answer, type Question } from './question';

const NONCE = '0123456789abcdef';
const CLAIMED = `~20260131T235959Z~${NONCE}`;
const LONG = 'L'.repeat(180);
/** Characters of a name that are shown. */
const LONGEST_SHOWN = 80;
const UNUSUAL = 'Rechnung Müller & Söhne № 7 (Übersicht)';

interface Names {
	id: string;
	asked: string;
	/** As in real work, but in a test folder. */
	names: string[];
	refused: (seen: string, advice: string) => Answer;
	needed: string;
}

const GROUPS: Names[] = [
	{
		id: 'names.own',
		asked: 'Does the server take the names that we work with: claims, leases, clock files, the binding, unfinished uploads?',
		names: [
			...[`invoices${CLAIMED}.zip`, `invoices${CLAIMED}.csv`, `invoices${CLAIMED}.zip.lease`, `.clock-${NONCE}`, `.out-${NONCE}${NONCE}`],
			...['.coupa-instance', '.coupa-instance.01234567.part', 'Suppliers.csv.01234567.part', 'read-test-01234567.tmp'],
		],
		refused: blocks,
		needed: 'Nothing can be claimed or uploaded without them.',
	},
	{
		id: 'names.out',
		asked: 'Does the server take the names of what goes out: packages sent back or waiting, reports, files of reference data?',
		names: [
			'invoices-rejected-0123456789ab.zip',
			'invoices-waiting-0123456789ab.zip',
			'invoices.report.csv',
			'Suppliers_20260131235959.csv',
		],
		refused: blocks,
		needed: 'Refused invoices and reference data could not be sent.',
	},
	{
		id: 'names.long',
		asked: 'Does the server take long names?',
		names: [`${LONG}${CLAIMED}.zip`, `${LONG}${CLAIMED}.zip.lease`],
		refused: limits,
		needed: 'Packages with long names could not be claimed: have Scan One deliver them under short ones.',
	},
	{
		id: 'names.unusual',
		asked: 'Does the server take and list names with blanks, signs and letters other than A to Z as they are?',
		names: [`${UNUSUAL}${CLAIMED}.zip`, `${UNUSUAL}${CLAIMED}.zip.lease`],
		refused: limits,
		needed: 'Packages with such names could not be claimed: have Scan One deliver them under plain ones.',
	},
];

/** Whether the names we use pass the server's filters. */
export const nameQuestions: Question[] = GROUPS.map(({ id, asked, names, refused, needed }) => ({
	...{ id, area: 'Names', asked, needsFiles: true, otherwise: refused === blocks ? 'blocks' : 'limits' },
	async ask(place) {
		const paths = await Promise.all(names.map(async (name) => ({ name, path: await place.pathFor(name) })));
		const wrong: string[] = [];
		let folder = '';
		for (const { name, path } of paths) {
			folder = path.slice(0, path.lastIndexOf('/'));
			if (!(await isTaken(place, path))) wrong.push(name);
		}
		const listed = new Set((await place.bare.list(folder)).map(({ name }) => name));
		const isHidden = (name: string) => name.startsWith('.');
		const changed = paths
			.map(({ path }) => path.slice(folder.length + 1))
			.filter((name, index) => !wrong.includes(names[index] ?? '') && !isHidden(name) && !listed.has(name));
		if (wrong.length === 0 && changed.length === 0) return ok('It takes them, and lists them as they are.');
		const shown = [...wrong, ...changed].map((name) => `"${shownName(name, LONGEST_SHOWN)}"`).join(', ');
		return refused(
			`${wrong.length > 0 ? 'Refused' : 'Not listed under the name they were given'}: ${shown}.`,
			`${needed} Ask the admin of the server to allow such names.`,
		);
	},
}));

async function isTaken(place: Place, path: string): Promise<boolean> {
	try {
		await place.made(path);
		return (await place.bare.stat(path)) !== null;
	} catch (error) {
		throwIfLost(error);
		place.traces.files.delete(path);
		return false;
	}
}
