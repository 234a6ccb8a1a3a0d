export { withoutSecrets } from '../core';
