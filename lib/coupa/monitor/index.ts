export type { DocumentType, MonitoredDocument } from './document';
export { IntegrationMonitor, type MonitorReport } from './integration-monitor';
export { DEFAULT_MONITOR_SETTINGS, type MonitorSettings } from './settings';
