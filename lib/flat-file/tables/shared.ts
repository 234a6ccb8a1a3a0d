import { ACCOUNT_SEGMENTS } from '../../core';
import { extra, field, integer, text } from '../drafts';
import type { ColumnDraft } from '../table';

/** `segment-1` to `segment-20`, of an account at the given place. */
export const segments = (header: (number: number) => string, path: string): ColumnDraft[] =>
	Array.from({ length: ACCOUNT_SEGMENTS }, (_, index) => field(header(index + 1), `${path}segment-${index + 1}`, text()));

/** The placeholders that Coupa's documents print where the customer's own columns go. */
export const customFieldPlaceholders = (): ColumnDraft[] =>
	Array.from({ length: 10 }, (_, index) =>
		extra(`custom-field-${index + 1}`, text(), 'placeholder for a custom field: name it in the custom field columns to fill it'),
	);

/** Columns of a person, as purchase orders repeat them. */
export const person = (label: string, path: string): ColumnDraft[] => [
	field(`${label}-email`, `${path}.email`, text()),
	field(`${label}-employee-number`, `${path}.employee-number`, text()),
	field(`${label}-firstname`, `${path}.firstname`, text()),
	field(`${label}-id`, `${path}.id`, integer),
	field(`${label}-lastname`, `${path}.lastname`, text()),
	field(`${label}-login`, `${path}.login`, text()),
];
