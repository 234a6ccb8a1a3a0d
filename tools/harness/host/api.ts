import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, type Method } from 'axios';
import { bindCredentials, type ExecutionDetail, type StoredCredential, type WorkflowFile } from './workflow-file';

/** The person who owns a fresh n8n: its first login. n8n wants 8 characters with a digit and a capital letter. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** A line of n8n's execution list. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: string;
	startedAt: string;
	stoppedAt: string | null;
}

export interface WaitOptions {
	/** In milliseconds; default 60,000. */
	timeout?: number;
}

/** How a credential's test ended: `OK` or `Error`, with the text that the person in the editor sees. */
export interface CredentialTest {
	status: string;
	message: string;
}

/** Findings of n8n's migration report: of workflows, and of the instance's settings. */
interface MigrationReport {
	workflowResults: Array<{ ruleId: string; nbAffectedWorkflows: number }>;
	instanceResults: Array<{ ruleId: string }>;
}

/** n8n said no: what was asked, the HTTP status, and n8n's own words. */
class N8nApiError extends Error {
	constructor(
		readonly request: string,
		readonly status: number,
		detail: string,
	) {
		super(`n8n answered ${status} to ${request}: ${detail}`);
	}
}

// Statuses after which an execution does not change any more. "waiting" is one that a Wait node holds.
const ENDED = ['success', 'error', 'crashed', 'canceled'];
const POLL_MS = 250;
const DEFAULT_TIMEOUT_MS = 60_000;

/** What the editor does, over the same addresses. Sign in first. A sign-in outlives a restart of n8n on the same data. */
export class N8nApi {
	private readonly http: AxiosInstance;
	private cookie: string | undefined;
	private apiKey: string | undefined;
	private projectId: string | undefined;

	/** @param url address of n8n without a slash at the end */
	constructor(url: string) {
		// No kept connections (n8n is killed and started again between calls), no company proxy on loopback.
		this.http = axios.create({
			baseURL: url,
			httpAgent: new Agent({ keepAlive: false }),
			proxy: false,
			validateStatus: () => true,
			timeout: DEFAULT_TIMEOUT_MS,
		});
	}

	/** Signs in, after making this person the owner where n8n has none yet. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.rest<{ userManagement: { showSetupOnFirstLoad: boolean } }>('GET', '/rest/settings');
		if (settings.userManagement.showSetupOnFirstLoad) await this.rest('POST', '/rest/owner/setup', owner);
		await this.rest('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/** Gives another person a login of n8n, as a member. */
	async addMember(person: Owner): Promise<void> {
		const { email, firstName, lastName, password } = person;
		const [invited] = await this.rest<Array<{ user: { inviteAcceptUrl: string } }>>('POST', '/rest/invitations', [
			{ email, role: 'global:member' },
		]);
		const token = new URL(invited?.user.inviteAcceptUrl ?? '').searchParams.get('token');
		const signedIn = this.cookie;
		await this.rest('POST', '/rest/invitations/accept', { token, firstName, lastName, password });
		this.cookie = signedIn;
	}

	/** Names of all node types that n8n loaded, e.g. `n8n-nodes-base.set`. */
	async nodeTypes(): Promise<string[]> {
		const types = await this.request<Array<{ name: string }>>('GET', '/types/nodes.json');
		return [...new Set(types.map((type) => type.name))];
	}

	async credentials(): Promise<StoredCredential[]> {
		return await this.rest<StoredCredential[]>('GET', '/rest/credentials');
	}

	/** Stores a credential, in place of one of the same type and name, and returns its id. */
	async saveCredential(credential: { name: string; type: string; data: Record<string, unknown> }): Promise<string> {
		const present = (await this.credentials()).find(({ name, type }) => name === credential.name && type === credential.type);
		const saved = present
			? await this.rest<StoredCredential>('PATCH', `/rest/credentials/${present.id}`, credential)
			: await this.rest<StoredCredential>('POST', '/rest/credentials', credential);
		return saved.id;
	}

	/** What the editor is given to fill a credential's form with: secrets come blanked. */
	async credentialShown(id: string): Promise<StoredCredential & { data: Record<string, unknown> }> {
		return await this.rest('GET', `/rest/credentials/${id}?includeData=true`);
	}

	/** A credential type as the editor knows it. */
	async credentialType(name: string): Promise<{ extends?: string[]; properties: Array<{ name: string; type: string }> } | undefined> {
		const types = await this.request<Array<{ name: string; extends?: string[]; properties: Array<{ name: string; type: string }> }>>(
			'GET',
			'/types/credentials.json',
		);
		return types.find((type) => type.name === name);
	}

	/** Runs the test that the editor runs when a credential is saved. A failed test is an answer, not an exception. */
	async testCredential(id: string): Promise<CredentialTest> {
		// The editor sends what its form holds; secrets come blanked, and n8n puts the stored ones in their place.
		const { name, type, data } = await this.credentialShown(id);
		return await this.rest<CredentialTest>('POST', '/rest/credentials/test', { credentials: { id, name, type, data } });
	}

	/** Imports a workflow, inactive, with its credentials bound by name, and returns its id. */
	async importWorkflow(workflow: WorkflowFile): Promise<string> {
		const bound = bindCredentials(workflow, await this.credentials());
		const saved = await this.rest<{ id: string }>('POST', '/rest/workflows', bound);
		return saved.id;
	}

	/** Puts a workflow in the place of an imported one, as saving it in the editor does. An active one goes on as it was published. */
	async updateWorkflow(workflowId: string, workflow: WorkflowFile): Promise<void> {
		const { name, nodes, connections, settings } = bindCredentials(workflow, await this.credentials());
		await this.rest('PATCH', `/rest/workflows/${workflowId}?forceSave=true`, { name, nodes, connections, settings });
	}

	/** The rows of a Data table of the owner's own project; null when there is no table of that name. */
	async dataTableRows(table: string): Promise<Array<Record<string, unknown>> | null> {
		const address = await this.dataTable(table);
		return address === null ? null : (await this.rest<{ data: Array<Record<string, unknown>> }>('GET', `${address}/rows`)).data;
	}

	/** Changes the rows of a Data table in which these columns hold these values, as a person does in the table's view. */
	async updateDataTableRow(table: string, where: Record<string, string>, data: Record<string, unknown>): Promise<void> {
		const filters = Object.entries(where).map(([columnName, value]) => ({ columnName, condition: 'eq', value }));
		await this.rest('PATCH', `${await this.dataTable(table)}/rows`, { filter: { type: 'and', filters }, data });
	}

	/** Adds a row to a Data table. */
	async addDataTableRow(table: string, row: Record<string, unknown>): Promise<void> {
		await this.rest('POST', `${await this.dataTable(table)}/insert`, { data: [row], returnType: 'count' });
	}

	/** Address of a Data table of the owner's own project; null when there is none of that name. */
	private async dataTable(name: string): Promise<string | null> {
		this.projectId ??= (await this.rest<{ id: string }>('GET', '/rest/projects/personal')).id;
		const tables = `/rest/projects/${this.projectId}/data-tables`;
		const found = await this.rest<{ data: Array<{ id: string; name: string }> }>(
			'GET',
			`${tables}?filter=${encodeURIComponent(JSON.stringify({ name }))}`,
		);
		const id = found.data.find((table) => table.name === name)?.id;
		return id === undefined ? null : `${tables}/${id}`;
	}

	/** What n8n's own migration report says about the workflows and settings of this n8n, for a version to come (`v3`). */
	async migrationReport(version: string): Promise<MigrationReport> {
		return (await this.rest<{ report: MigrationReport }>('POST', `/rest/breaking-changes/report/refresh?version=${version}`)).report;
	}

	/** Publishes the workflow's present version: its triggers listen, and a poll trigger polls at once and then as scheduled. */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = await this.rest<{ versionId: string }>('GET', `/rest/workflows/${workflowId}`);
		await this.rest('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.rest('POST', `/rest/workflows/${workflowId}/deactivate`, {});
	}

	/** Makes an active workflow's poll trigger poll now instead of at the next full minute. */
	async pollNow(workflowId: string): Promise<void> {
		await this.deactivate(workflowId);
		await sleep(1_000);
		await this.activate(workflowId);
	}

	/** Starts a manual run from a trigger node, as the editor's button does, and returns the execution's id. */
	async run(workflowId: string, trigger: string): Promise<string> {
		const started = await this.rest<{ executionId?: string }>('POST', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		if (!started.executionId) throw new Error(`The run did not start: "${trigger}" waits for an event from outside`);
		return started.executionId;
	}

	/** Retries a failed execution from the node that failed, as the button in its list does; returns the id of the new one. */
	async retry(executionId: string): Promise<string> {
		return (await this.rest<{ id: string }>('POST', `/rest/executions/${executionId}/retry`, { loadWorkflow: false })).id;
	}

	/** The newest executions first, 100 at most. */
	async executions(workflowId?: string): Promise<ExecutionSummary[]> {
		const filter = JSON.stringify(workflowId ? { workflowId } : {});
		const list = await this.rest<{ results: ExecutionSummary[] }>('GET', `/rest/executions?limit=100&filter=${encodeURIComponent(filter)}`);
		return list.results;
	}

	/** Waits until an execution has ended, well or badly, and returns its data. */
	async waitForExecution(id: string, options: WaitOptions = {}): Promise<ExecutionDetail> {
		return await this.waitUntil(options, `execution ${id} to end`, async () => {
			const execution = await this.execution(id);
			return ENDED.includes(execution.status) ? execution : undefined;
		});
	}

	/** Waits for an execution of a workflow that is not among those already seen (ids), e.g. the one a poll started. */
	async waitForNewExecution(workflowId: string, seen: ReadonlySet<string>, options: WaitOptions = {}): Promise<ExecutionSummary> {
		return await this.waitUntil(options, `a new execution of workflow ${workflowId}`, async () => {
			const unseen = (await this.executions(workflowId)).filter((execution) => !seen.has(execution.id));
			return unseen.at(-1);
		});
	}

	/** An execution with the items of all its nodes. */
	async execution(id: string): Promise<ExecutionDetail> {
		this.apiKey ??= await this.createApiKey();
		return await this.request<ExecutionDetail>('GET', `/api/v1/executions/${id}?includeData=true`, undefined, {
			'X-N8N-API-KEY': this.apiKey,
		});
	}

	private async createApiKey(): Promise<string> {
		const body = { label: `host ${new Date().toISOString()}`, expiresAt: null, scopes: ['execution:read', 'execution:list'] };
		return (await this.rest<{ rawApiKey: string }>('POST', '/rest/api-keys', body)).rawApiKey;
	}

	private async waitUntil<T>(options: WaitOptions, what: string, look: () => Promise<T | undefined>): Promise<T> {
		const limit = options.timeout ?? DEFAULT_TIMEOUT_MS;
		const end = Date.now() + limit;
		for (;;) {
			const found = await look();
			if (found !== undefined) return found;
			if (Date.now() >= end) throw new Error(`Waited ${limit / 1000} s for ${what}`);
			await sleep(POLL_MS);
		}
	}

	/** The editor's own addresses answer in an envelope `{ data }`. */
	private async rest<T>(method: Method, path: string, body?: unknown): Promise<T> {
		return (await this.request<{ data: T }>(method, path, body)).data;
	}

	private async request<T>(method: Method, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
		const cookie = this.cookie ? { Cookie: this.cookie } : {};
		const response = await this.http.request<unknown>({ method, url: path, data: body, headers: { ...cookie, ...headers } });
		const issued = response.headers['set-cookie']?.find((line) => line.startsWith('n8n-auth='));
		if (issued) this.cookie = issued.split(';')[0];
		if (response.status >= 400) throw new N8nApiError(`${method} ${path.split('?')[0]}`, response.status, refusal(response.data));
		return response.data as T;
	}
}

/** n8n's own words, or whatever else came back: a proxy or a start page answers without them. */
function refusal(answer: unknown): string {
	const { message } = (answer ?? {}) as { message?: unknown };
	return typeof message === 'string' ? message : JSON.stringify(answer);
}
