import { CoupaError } from './errors';
import { ENTRIES } from './resources';

const NAME = /^[a-z][a-z0-9_]*$/;
const ID = /^\d{1,16}$/;
/** Characters of an odd ID that the error shows. */
const MOST_SHOWN = 40;

/**
 * Lets nothing be sent to a path that is not made of names and IDs by turns, such as `/api/invoices/12/submit`: an ID from outside (`1/../2`, `1?x`,
 * a blank) must not lead to another record or action.
 *
 * @throws CoupaError `validation`; nothing was sent
 */
export function checkPath(method: string, path: string): void {
	const [start, root, ...steps] = path.split('/');
	const isWhole = start === '' && root === 'api' && steps.length > 0;
	const unfit = isWhole ? unfitStep(steps) : path;
	if (unfit === undefined) return;
	throw new CoupaError(`“${shown(unfit)}” is not a Coupa ID, so nothing was sent to Coupa.`, 'validation', {
		status: null,
		messages: [],
		mayHaveHappened: false,
		request: `${method} ${shown(path)}`,
		hint: 'Coupa IDs are whole numbers such as 123450. Check where the ID comes from.',
	});
}

/** Lists of two steps (`/api/asn/headers`), and steps that stand at a list itself (`/api/requisitions/submit_for_approval`), as the entries have them. */
const TWO_STEPS = new Set(
	ENTRIES.filter(({ below }) => below === undefined)
		.map(({ path }) => path.replace('/api/', ''))
		.filter((path) => path.includes('/')),
);
const AT_LISTS = new Set(
	ENTRIES.flatMap(({ path, writes = {} }) =>
		Object.values(writes).flatMap(({ kind, step }) => (kind === 'create' && step !== undefined ? `${path}/${step}` : [])),
	),
);

/** The first step that is not what has to stand at its place; undefined for none. */
function unfitStep(steps: string[]): string | undefined {
	if (AT_LISTS.has(`/api/${steps.join('/')}`)) return undefined;
	const names = TWO_STEPS.has(steps.slice(0, 2).join('/')) ? 2 : 1;
	return steps.find((step, index) => !(index < names || (index - names) % 2 === 1 ? NAME : ID).test(step));
}

/** What a step of any path may hold (RFC 3986), but no slash, backslash or dots in disguise. */
const STEP = /^(?:[\w.~!$&'()*+,;=:@-]|%(?!2f|5c|2e)[\da-f]{2})+$/i;

/**
 * Lets nothing be sent that is not below `/api`: for paths that people write themselves.
 *
 * @throws CoupaError `validation`; nothing was sent
 */
export function checkAnyPath(method: string, path: string): void {
	const [start, root, ...steps] = path.split('/');
	const isWhole = start === '' && root === 'api' && steps.length > 0;
	const unfit = isWhole ? steps.find((step) => !STEP.test(step) || /^\.+$/.test(step)) : path;
	if (unfit === undefined) return;
	throw new CoupaError(`“${shown(path)}” is not a path of Coupa's API, so nothing was sent to Coupa.`, 'validation', {
		status: null,
		messages: [],
		mayHaveHappened: false,
		request: `${method} ${shown(path)}`,
		hint: 'Write it as /api/ and what follows, such as /api/invoices/123450/submit, and put parameters under Query Parameters.',
	});
}

/** Enough to recognise it by, on one line. */
function shown(text: string): string {
	const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
	return plain.length > MOST_SHOWN ? `${plain.slice(0, MOST_SHOWN)}…` : plain;
}
