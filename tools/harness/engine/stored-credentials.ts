import type { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';

/** The node type by which n8n tells a credential test from a run. */
export const TEST_NODE = 'n8n-nodes-base.noOp';

/** Credentials by type in memory, resolved (defaults, expressions) and given their tokens as n8n's server does with stored ones. */
export class StoredCredentials extends ICredentialsHelper {
	/** How many times a token was stored. */
	stored = 0;

	constructor(
		private readonly loader: PackageDirectoryLoader,
		readonly byType: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.loader.credentialTypes[name]?.type.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(type) ?? {};
		if (typeof authenticate !== 'function') return options as IHttpRequestOptions;
		return await authenticate(credentials, options as IHttpRequestOptions);
	}

	/** Called before every request; the credential's own function runs where its hidden field is empty or of no use any more, and in a test. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = this.typeOf(type)?.properties.find((field) => field.type === 'hidden' && field.typeOptions?.expirable === true);
		if (expirable === undefined) return undefined;
		const isTest = node.parameters.temp === '' && node.type === TEST_NODE;
		if (credentials[expirable.name] !== '' && !credentialsExpired && !isTest) return undefined;
		const output = await this.runPreAuthentication(helpers, credentials, type);
		if (output?.[expirable.name] === undefined || node.credentials === undefined) return undefined;
		this.stored += 1;
		this.byType[type] = { ...this.byType[type], ...output };
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		return (await this.typeOf(type)?.preAuthentication?.call(helpers, credentials)) as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Only decrypted credentials are kept here');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.byType[type];
		if (!stored) throw new Error(`No credential of type ${type}`);
		const properties = this.getCredentialsProperties(type);
		const data = NodeHelpers.getNodeParameters(
			properties,
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		return resolved(data);
	}

	async updateCredentials(_details: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject): Promise<void> {
		this.byType[type] = data;
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error("No credential of the package is one of n8n's OAuth2 client");
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.typeOf(type)?.properties ?? [];
	}

	private typeOf(name: string): ICredentialType | undefined {
		return this.loader.credentialTypes[name]?.type;
	}
}

/** Expressions of a credential see its own fields as `$self`. */
function resolved(data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	const node: INode = {
		id: 'credential',
		name: 'Credential',
		type: 'test.credential',
		typeVersion: 1,
		position: [0, 0],
		parameters: data as INodeParameters,
	};
	const type = { description: { properties: [] } };
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) } as unknown as INodeTypes;
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getComplexParameterValue(
		node,
		data as INodeParameters,
		'internal',
		{},
		undefined,
		undefined,
		data,
	) as ICredentialDataDecryptedObject;
}
