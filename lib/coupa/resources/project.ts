import type { Action } from '../entry/action';
import { isNow, type Entry } from './entry';

/** `isDone` takes the spellings that Coupa's documents and its other objects have: no page lists the values. */
function moveTo(step: string, status: string, ...spellings: string[]): Action {
	return {
		title: `Set to ${status}`,
		description: `Set the status to ${status.toLowerCase()}`,
		step,
		method: 'POST',
		leadsTo: step,
		isDone: isNow(step, ...spellings),
		mark: '✔39',
		source: 'R39; scope map',
	};
}

export const project: Entry = {
	name: 'project',
	one: 'project',
	many: 'projects',
	path: '/api/projects',
	definition: 'Project',
	key: { attribute: 'name', label: 'Name', placeholder: 'e.g. Fastener Tender 2026' },
	named: ['name', 'status', 'external-reference-number'],
	simplified: [
		...['name', 'description', 'status', 'active', 'external-reference-number', 'start-date', 'end-date', 'completion-percentage'],
		...['commodity.name', 'department.name', 'category.name', 'category-plan.name', 'open', 'mention-name'],
		...['additional-planned-savings', 'additional-negotiated-savings', 'additional-realized-savings'],
		{ key: 'user-logins', list: 'users', field: 'login' },
		{ key: 'content-group-names', list: 'content-groups', field: 'name' },
	],
	days: ['start-date', 'end-date'],
	scopes: { read: 'core.project.read', write: 'core.project.write' },
	reads: ['get', 'getMany', 'changed'],
	uniqueKey: true,
	writes: {
		create: { kind: 'create', needs: ['name', 'category-plan'], source: 'page 0066' },
		update: { kind: 'update', source: 'page 0066' },
	},
	actions: {
		setDraft: moveTo('draft', 'Draft'),
		setPlanned: moveTo('planned', 'Planned'),
		setInProgress: moveTo('in_progress', 'In Progress', 'in progress'),
		setComplete: moveTo('complete', 'Complete', 'completed'),
		setCancelled: moveTo('cancelled', 'Cancelled', 'canceled'),
	},
	source: 'page 0066',
};
