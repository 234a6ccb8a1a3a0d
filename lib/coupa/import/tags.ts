import { recordsAt, textAt, valueAt, type CoupaRecord } from '../../core';

/**
 * How the tags of an invoice go to Coupa: `nested` as release 39 has them (`taggings: [{tag: {name}}]`) and as connectors in
 * production send them, `flat` as the current page on invoices has them (`taggings: [{name}]`, rules.md §9 ⚠).
 */
export type TagForm = 'nested' | 'flat';

/** An invoice or line with its tags in that form, in whichever they came. */
export function withTags(owner: CoupaRecord, form: TagForm): CoupaRecord {
	if (!Array.isArray(owner.taggings)) return owner;
	return { ...owner, taggings: recordsAt(owner, 'taggings').map((tagging) => inForm(tagging, form)) };
}

/** One that names its tag by another key, such as Coupa's id, stays as it is. */
function inForm(tagging: CoupaRecord, form: TagForm): CoupaRecord {
	const name = tagName(tagging);
	if (name === undefined) return tagging;
	const more = Object.fromEntries(Object.entries(tagging).filter(([key]) => key !== 'tag' && key !== 'name'));
	return form === 'nested' ? { tag: { name }, ...more } : { name, ...more };
}

/** Names of the tags that an invoice or line shows, in either form; null where it does not show them. */
export function tagNames(owner: CoupaRecord): string[] | null {
	if (owner.taggings === undefined && owner.tags === undefined) return null;
	const shown = [...recordsAt(owner, 'taggings'), ...recordsAt(owner, 'tags')];
	const names = shown.map(tagName).filter((name) => name !== undefined);
	// A tag that was dropped is null; one of which nothing but an id is shown may be any.
	return names.length === 0 && shown.some(isSilent) ? null : names;
}

function tagName(tagging: CoupaRecord): string | undefined {
	return textAt(tagging, 'tag', 'name') ?? textAt(tagging, 'name');
}

function isSilent(tagging: CoupaRecord): boolean {
	return tagName(tagging) === undefined && valueAt(tagging, 'tag') !== null && valueAt(tagging, 'name') !== null;
}
