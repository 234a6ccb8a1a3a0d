import { extra, field } from '../../drafts';
import type { CellType, ColumnDraft } from '../../table';

/** Columns that are named as the fields of Coupa's API they hold. */
export const same = (type: CellType, ...names: string[]): ColumnDraft[] => names.map((name) => field(name, name, type));

/** Columns that Coupa documents and whose content its API does not have: blank, unless a custom field takes the place. */
export const notInApi = (...names: string[]): ColumnDraft[] =>
	names.map((name) => extra(name, undefined, 'no field of the invoice in Coupa’s API; blank unless a custom field is named for it'));
