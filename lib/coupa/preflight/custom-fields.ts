import type { PreflightLine } from '../../core';
import { fromDefinitions } from '../custom-fields/definitions';
import { fromSample } from '../custom-fields/sample';
import { CoupaError } from '../errors';
import { entryNamed } from '../entries';
import { answered, limits, listed, ok, type Question } from './line';
import type { PreflightSession } from './session';

const OBJECTS = ['invoice', 'purchaseOrder', 'supplier'];
const AREA = 'Custom Fields';

/** Which custom fields are found, and how: in Coupa's list of definitions, which no document describes, or on records. */
export async function askForCustomFields(session: PreflightSession): Promise<PreflightLine[]> {
	const lines: PreflightLine[] = [];
	for (const name of OBJECTS) {
		const entry = entryNamed(name);
		const question: Question = { id: `customFields.${name}`, area: AREA, asked: `Which custom fields do the newest ${entry.many} show?` };
		lines.push(
			await answered(question, async () => {
				const fields = await fromSample(session.client, entry, entry.path);
				const inPlace = fields.filter(({ path }) => path.startsWith('custom-fields.'));
				const flat = fields.filter((field) => !inPlace.includes(field)).map(({ path }) => path);
				const seen = inPlace.length === 0 ? 'None under custom-fields' : `${inPlace.length}: ${listed(inPlace.map(({ path }) => path))}`;
				const also = flat.length === 0 ? '' : ` Beyond the documented attributes the records themselves have: ${listed(flat)}.`;
				return ok(question, `${seen}.${also}`);
			}),
		);
	}
	return [await definitions(session), ...lines];
}

async function definitions({ client }: PreflightSession): Promise<PreflightLine> {
	const question: Question = { id: 'customFields.definitions', area: AREA, asked: 'Does Coupa list the definitions of its custom fields?' };
	const way = {
		advice:
			'The fields are taken from what records show: one that no recent record holds is not offered in lists. Enter its name by hand: in the JSON of Further Values, or under Custom Fields of a file.',
	};
	return await answered(question, async () => {
		try {
			const named = [];
			for (const name of OBJECTS) {
				const entry = entryNamed(name);
				const fields = await fromDefinitions(client, entry);
				if (fields === 'absent') return limits(question, 'No: there is no such list, or it is empty.', way);
				named.push(`${fields?.length ?? 0} of ${entry.many}`);
			}
			return ok(question, `Yes: ${named.join(', ')}.`);
		} catch (error) {
			if (!(error instanceof CoupaError) || !['forbidden', 'validation', 'gateway'].includes(error.kind)) throw error;
			return limits(question, `No: ${error.message}`, way);
		}
	});
}
