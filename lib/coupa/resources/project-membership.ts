import type { Entry } from './entry';

export const projectMembership: Entry = {
	name: 'projectMembership',
	one: 'project membership',
	many: 'project memberships',
	path: '/api/project_memberships',
	definition: 'ProjectMembership',
	named: ['project.name', 'user.login'],
	simplified: ['project-id', 'project.name', 'user-id', 'user.login', 'user.fullname', 'owner', 'participant'],
	scopes: { read: 'core.project.read', write: 'core.project.write' },
	reads: ['get', 'getMany', 'changed'],
	writes: {
		create: { kind: 'create', source: 'page 0067' },
		update: { kind: 'update', source: 'page 0067' },
		delete: { kind: 'delete', source: 'page 0067' },
	},
	source: 'page 0067; scope map',
};
