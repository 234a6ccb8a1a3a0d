import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { keepingSecrets, type PreflightLine, reasonText } from '../../../../lib/core';
import { DEFAULT_TIMES, preflight as lockBoxPreflight } from '../../../../lib/lock-box';
import { optionsProperty, shownFor } from '../../../common/description';
import type { BatchOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { sftpSettings } from '../../../common/sftp';
import { CREDENTIAL, expectedInstance, lockBoxFoldersOf, outgoingFolderOf } from '../../credential';

/** Kinds of files that our templates send to Scan One. */
const OUTGOING = ['Accounts', 'Suppliers', 'RemitToAddresses', 'PurchaseOrders', 'InvoiceUpdates'];
const SECOND = 1000;
/** A little longer than a delivery is given to settle. */
const IDLE_SECONDS = DEFAULT_TIMES.settleMs / SECOND + 2;

const properties: INodeProperties[] = [
	{
		displayName:
			'Finds out whether the import will work on this server, and says for each point what to do. It never touches a package. Pass its items, with those of Coupa, Integration, Preflight, on to Build Preflight Page.',
		name: 'aboutPreflight',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Allow Test Files',
		name: 'allowTestFiles',
		type: 'boolean',
		default: false,
		description:
			'Whether to write, rename and delete test files of its own in the folders of the lock-box, which most questions take. Their names begin with "preflight" or ".preflight"; nothing of ours takes them for a delivery, and what could not be deleted is named.',
	},
	optionsProperty([
		{
			displayName: 'Idle Time (Seconds)',
			name: 'idleTime',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 3600 },
			default: IDLE_SECONDS,
			description: 'How long the connection is left alone to see whether the server keeps it. Choose more than the settling time.',
		},
	]),
];

/** Asks the lock-box server what the import relies on: one item a question, whatever fails. Opens its connections itself. */
export const preflight: BatchOperation<null> = {
	description: shownFor('lockBox', 'preflight', properties),
	async executeAll(context) {
		const parameters = new ItemParameters(context, 0, properties);
		const { idleTime = IDLE_SECONDS } = parameters.collection<{ idleTime: number }>('options');
		const allowTestFiles = parameters.flag('allowTestFiles');
		const lines = await linesOf(context, { allowTestFiles, idleMs: idleTime * SECOND });
		const from = [...context.getInputData().keys()];
		return lines.map((line) => ({ json: { ...line } as IDataObject, from }));
	},
};

async function linesOf(context: IExecuteFunctions, given: { allowTestFiles: boolean; idleMs: number }): Promise<PreflightLine[]> {
	let credential: ICredentialDataDecryptedObject;
	let settings: ReturnType<typeof sftpSettings>;
	try {
		credential = await context.getCredentials(CREDENTIAL);
		settings = sftpSettings(credential);
	} catch (error) {
		return [credentialLine(reasonText(error), 'Choose a Scan One SFTP credential in the node, open it, and test it.')];
	}
	if (settings.host === '') return [credentialLine('The credential names no host.', 'Enter the host of the SFTP server.')];
	const { password = '', passphrase = '', privateKey = '' } = settings;
	const outgoing = Object.fromEntries(OUTGOING.map((object) => [object, outgoingFolderOf(credential, object)]));
	return await keepingSecrets(
		[password, passphrase, privateKey],
		async () =>
			await lockBoxPreflight(
				settings,
				lockBoxFoldersOf(credential, 'Invoices'),
				{ outgoing, expected: () => expectedInstance(credential), ...given },
				context.getExecutionCancelSignal(),
			),
	);
}

function credentialLine(seen: string, advice: string): PreflightLine {
	return {
		...{ system: 'Scan One', id: 'credential', area: 'Connection', asked: 'Can the credential be opened and used?', seen },
		...{ verdict: 'blocks', advice, setting: 'Credential "Scan One SFTP API"', choose: null, templates: [] },
	};
}
