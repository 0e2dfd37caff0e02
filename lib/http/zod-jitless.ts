import * as z from 'zod/mini';

/**
 * Imported for its effect, before any schema is made: without it zod probes `new Function`, which the extension's
 * content security policy refuses and browsers report as a violation.
 */
z.config({ jitless: true });
