import { withNodeFirst, withoutPrefixes } from './process';

/** What makes one n8n of ours different from the next. */
export interface HostSettings {
	/** Node binary that runs n8n. */
	node: string;
	userFolder: string;
	port: number;
	brokerPort: number;
}

// Settings of the person's own n8n must not reach ours: it would open their database or listen on their port.
const FOREIGN = ['N8N_', 'DB_', 'EXECUTIONS_', 'QUEUE_', 'WEBHOOK_', 'CREDENTIALS_', 'GENERIC_TIMEZONE', 'NODE_', 'npm_'];

const OFF = [
	'N8N_DIAGNOSTICS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
	'N8N_TEMPLATES_ENABLED',
	'N8N_DYNAMIC_BANNERS_ENABLED',
	'N8N_PERSONALIZATION_ENABLED',
	'N8N_HIRING_BANNER_ENABLED',
	'N8N_LICENSE_AUTO_RENEW_ENABLED',
	'N8N_AI_ENABLED',
	'N8N_VERIFIED_PACKAGES_ENABLED',
	'N8N_SECURE_COOKIE',
];

// None of these takes part in a workflow; without them n8n starts 2 to 3 seconds sooner and calls nobody outside.
const UNUSED_MODULES = [
	'mcp-registry',
	'mcp',
	'instance-ai',
	'agents',
	'chat-hub',
	'workflow-builder',
	'insights',
	'quick-connect',
	'source-control',
	'external-secrets',
	'ldap',
	'sso-oidc',
	'sso-saml',
	'log-streaming',
	'dynamic-credentials',
	'breaking-changes',
	'token-exchange',
	'instance-version-history',
	'otel',
	'oauth-jwe',
	'n8n-packages',
	'runtime-credentials',
	'workflow-reviews',
];

/**
 * The environment of an n8n that listens on loopback only, calls nobody, and loads community packages.
 *
 * @param base the environment we run in; its own n8n settings are left out
 * @param extra variables of the caller, which win over everything here
 */
export function hostEnvironment(base: NodeJS.ProcessEnv, settings: HostSettings, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
	const loopback = ['127.0.0.1', 'localhost', base.NO_PROXY ?? base.no_proxy].filter(Boolean).join(',');
	return {
		...withNodeFirst(withoutPrefixes(base, FOREIGN), settings.node),
		...Object.fromEntries(OFF.map((name) => [name, 'false'])),
		N8N_USER_FOLDER: settings.userFolder,
		N8N_PORT: String(settings.port),
		N8N_RUNNERS_BROKER_PORT: String(settings.brokerPort),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_LOG_LEVEL: 'info',
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DISABLED_MODULES: UNUSED_MODULES.join(','),
		GENERIC_TIMEZONE: 'UTC',
		NO_COLOR: '1',
		// The sandboxes are on loopback as well: a company proxy cannot reach them.
		NO_PROXY: loopback,
		no_proxy: loopback,
		...extra,
	};
}
