/** What a manifest may hold, beside names, icons and pages. */
export interface BuiltManifest {
  readonly permissions?: readonly string[];
  readonly host_permissions?: readonly string[];
  readonly optional_permissions?: readonly string[];
  readonly optional_host_permissions?: readonly string[];
  readonly content_scripts?: readonly unknown[];
  readonly web_accessible_resources?: readonly unknown[];
  readonly externally_connectable?: {
    readonly ids?: readonly string[];
    readonly matches?: readonly string[];
  };
  readonly content_security_policy?: { readonly extension_pages?: string; readonly sandbox?: string };
  readonly sandbox?: unknown;
  readonly incognito?: string;
  readonly key?: string;
  readonly update_url?: string;
}

/** Every permission the extension has without asking; none of them shows a warning. */
const permissions = ['activeTab', 'alarms', 'declarativeNetRequestWithHostAccess', 'scripting', 'storage'];

const directivesOf = (policy: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    policy
      .split(';')
      .map((part) => part.trim().split(/\s+/))
      .map(([name = '', ...sources]) => [name, sources]),
  );

/** Each directive with the most that it may allow. Those left out here may not be there at all. */
const mostAllowed: Readonly<Record<string, readonly string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'connect-src': ["'self'", 'http:', 'https:'],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ["'none'"],
};

/** What is wrong with a content security policy; empty when nothing is. */
function objectionsToPolicy(policy: string): readonly string[] {
  const directives = directivesOf(policy);
  const missing = Object.keys(mostAllowed).filter((name) => !directives.has(name));
  const loose = [...directives].flatMap(([name, sources]) => {
    const allowed = mostAllowed[name];
    if (!allowed) return [`there is a directive ${name}`];
    return sources.filter((source) => !allowed.includes(source)).map((source) => `${name} allows ${source}`);
  });
  return [...missing.map((name) => `there is no ${name}`), ...loose];
}

/** What is wrong with a manifest; empty when nothing is. */
export function objectionsTo(manifest: BuiltManifest, browser: 'chrome' | 'firefox'): readonly string[] {
  const wrong: string[] = [...objectionsToPolicy(manifest.content_security_policy?.extension_pages ?? '')];
  const must = (fine: boolean, what: string): void => void (fine || wrong.push(what));
  must(manifest.content_security_policy?.sandbox === undefined, 'a sandbox has a policy');
  must(manifest.sandbox === undefined, 'there are sandboxed pages');
  const given = [...(manifest.permissions ?? [])].sort();
  must(JSON.stringify(given) === JSON.stringify(permissions), `permissions are ${given.join()}`);
  must((manifest.host_permissions ?? []).length === 0, 'a host is required');
  const asked = (manifest.optional_permissions ?? []).filter((one) => one !== 'notifications');
  must(asked.length === 0, `it may ask for ${asked.join()}`);
  must((manifest.content_scripts ?? []).length === 0, 'a script runs in pages nobody has allowed');
  must((manifest.web_accessible_resources ?? []).length === 0, 'pages may load files of the package');
  must(manifest.incognito === 'not_allowed', 'it runs in private windows');
  must(manifest.update_url === undefined, 'it updates itself from elsewhere');
  const door = manifest.externally_connectable;
  if (browser === 'chrome') {
    must(door !== undefined, 'every extension may connect');
    must(door?.ids?.join() === 'a'.repeat(32), 'some extensions may connect');
  }
  must((door?.matches ?? []).length === 0, 'some web pages may connect');
  return wrong;
}
