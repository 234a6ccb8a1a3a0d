import type { Answer } from '../http/answer';
import { listIds } from '../query/list';
import { ANSWER_PARAMETERS, badParameter, readListQuery, refuseOtherParameters } from '../query/parameters';
import { withoutDeletedLines } from '../purchase-orders';
import { generatedPage } from '../store/generated';
import { ownConditions } from './listed-by';
import { knownRecord, namesOf, needOwner, shapeOf, type Target } from './target';

/** GET of a list or of one record, also below another record. */
export function read(target: Target): Answer {
	if (target.query.some(([name, value]) => name === 'return_object' && value === 'none'))
		throw badParameter('return_object', 'none works with PUT and POST only');
	needOwner(target);
	return target.id === null ? list(target) : one(target);
}

function list(target: Target): Answer {
	const { company, query, resource, owner } = target;
	const shape = shapeOf(target, resource);
	const storedUntil = resource === 'invoices' ? Date.now() - company.settings.listLagMs : Number.MAX_SAFE_INTEGER;
	const own = ownConditions(target);
	const asked = readListQuery(resource, query, [...extraParameters(resource), ...(own?.names ?? [])], company.settings);
	const generated = company.generated[resource];
	if (generated !== undefined) {
		const { records, skipped } = generatedPage(generated, asked);
		return { kind: 'list', ...namesOf(resource), records: records.map(shape), skipped };
	}
	const whole = own === null ? asked : { ...asked, offset: 0, limit: Number.MAX_SAFE_INTEGER };
	const found = company.records.getAll(resource, listIds(company.database, resource, whole, { storedUntil, owner }));
	const page = own === null ? found : found.filter((record) => own.fits(company, record)).slice(asked.offset, asked.offset + asked.limit);
	const records = page.map((record) => shape(withoutDeletedLines(resource, record, query)));
	return { kind: 'list', ...namesOf(resource), records, skipped: asked.offset };
}

/** An attachment that is a file answers with its bytes (page 0109, operations.json), everything else with the record. */
function one(target: Target): Answer {
	const { company, query, resource } = target;
	refuseOtherParameters(query, [...ANSWER_PARAMETERS, ...extraParameters(resource)]);
	const shape = shapeOf(target, resource);
	const record = knownRecord(target);
	if (record.type === 'AttachmentFile' && company.settings.attachmentsAnswerWithBytes) {
		const file = company.files.get('attachment', Number(record.id));
		if (file !== null) return { kind: 'bytes', file };
	}
	return { kind: 'record', status: 200, ...namesOf(resource), record: shape(withoutDeletedLines(resource, record, query)) };
}

/** Parameters that reading records of a resource takes beside the usual ones. */
export function extraParameters(resource: string): string[] {
	if (resource === 'attachments') return ['attachable_type'];
	return resource === 'purchase_orders' ? ['show_deleted_lines'] : [];
}
