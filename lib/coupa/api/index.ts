export { bodyWarnings } from './body-warnings';
export { undocumented } from './documented';
export { apiFile, type ApiResponse, apiResponse, apiRows, canPage } from './request';
export { apiTarget } from './target';
