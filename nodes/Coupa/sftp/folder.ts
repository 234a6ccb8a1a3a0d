import type { INodeProperties } from 'n8n-workflow';

import { inOrder, withoutEnd } from '../../../lib/core';
import type { ItemParameters } from '../../common/parameters';

const OTHER = 'other';

/** The parameters that choose one of the documented folders, or another by its name. */
export function folderProperties(parent: 'Incoming' | 'Outgoing', objects: readonly string[]): INodeProperties[] {
	const documented = objects
		.map((object) => ({ name: inWords(object), value: `${parent}/${object}` }))
		.sort((left, right) => inOrder(left.name, right.name));
	const options = [...documented, { name: 'Other', value: OTHER }];
	return [
		{
			displayName: 'Folder',
			name: 'folder',
			type: 'options',
			options,
			default: `${parent}/Invoices`,
			description: `Folder for the kind of object, below "${parent}"`,
		},
		{
			displayName: 'Folder Name',
			name: 'folderName',
			type: 'string',
			default: '',
			placeholder: `e.g. ${parent}/Invoices_BR`,
			description: 'Below the base folder of the credential; case-sensitive',
			displayOptions: { show: { folder: [OTHER] } },
		},
	];
}

/** The folder that an item chose, without a slash at its end. An expression may name one that the list does not offer. */
export function chosenFolder(parameters: ItemParameters): string {
	const name = parameters.text('folder') === OTHER ? 'folderName' : 'folder';
	const folder = withoutEnd(parameters.text(name), '/');
	if (folder !== '') return folder;
	throw parameters.refusal(name, '', 'Enter a folder of the SFTP account, such as Incoming/Invoices.');
}

/** `RemitToAddresses` gives `Remit To Addresses`. */
function inWords(object: string): string {
	return object.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}
