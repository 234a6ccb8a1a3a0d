import type { Entry } from './entry';

export const unitOfMeasure: Entry = {
	name: 'unitOfMeasure',
	one: 'unit of measure',
	many: 'units of measure',
	path: '/api/uoms',
	definition: 'Uom',
	key: { attribute: 'code', label: 'Code', placeholder: 'e.g. EA' },
	named: ['code', 'name'],
	simplified: ['code', 'name', 'active', 'allowable-precision'],
	scopes: {
		read: 'core.uom.read',
		write: 'core.uom.write',
		below: { translations: { read: 'core.object_translations.read', write: 'core.object_translations.write' } },
		// A connector in production reads the units with it.
		also: ['core.common.read'],
	},
	// Only their translations can be written.
	reads: ['get', 'getMany', 'changed'],
	mark: '✔39',
	source: 'R39; page 0130 (elements)',
};
