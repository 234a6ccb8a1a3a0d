import type { Entry } from './entry';

export const task: Entry = {
	name: 'task',
	one: 'task',
	many: 'tasks',
	path: '/api/tasks',
	definition: 'Task',
	key: { attribute: 'title', label: 'Title', placeholder: 'e.g. Choose supplier' },
	named: ['title', 'status', 'owner.login'],
	simplified: [
		...['title', 'description', 'status', 'percentage', 'linkable-type', 'linkable-id', 'owner-id', 'owner.login', 'start-date'],
		...['due-date', 'duration', 'resolved-at', 'resolved-by.login'],
	],
	days: ['start-date', 'due-date'],
	scopes: { read: 'core.project.read', write: 'core.project.write', also: ['core.user_group.read', 'core.user_group.write'] },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		// Owner and the object it belongs to are required; as inputs they are IDs.
		create: { kind: 'create', needs: ['title', 'owner-id', 'linkable-type', 'linkable-id'], source: 'page 0094' },
		update: { kind: 'update', source: 'page 0094' },
		delete: { kind: 'delete', source: 'page 0094' },
	},
	source: 'page 0094',
};
