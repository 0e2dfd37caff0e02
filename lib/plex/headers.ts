export { acceptJson, type ClientInfo, clientHeaders, isToken } from '../domain/plex-client.ts';
