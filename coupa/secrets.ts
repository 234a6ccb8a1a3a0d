export { withoutSecrets } from '../record';
