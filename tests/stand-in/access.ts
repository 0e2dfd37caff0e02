/** Who a token belongs to, and what it may see on this server. */
export interface Access {
  readonly isOwner: boolean;
  readonly userID: number;
  /** Keys of the sections shared with this user; `null`: all of them. */
  sections: ReadonlySet<string> | null;
}

/** The tokens this server knows. A revoked one is answered 401 from then on. */
export interface Tokens {
  of(token: string | undefined): Access | undefined;
  grant(token: string, access: Access): void;
  revoke(token: string): void;
}

export function createTokens(ownerToken: string): Tokens {
  const known = new Map<string, Access>([[ownerToken, { isOwner: true, userID: 1, sections: null }]]);
  return {
    of: (token) => (token === undefined ? undefined : known.get(token)),
    grant: (token, access) => {
      known.set(token, access);
    },
    revoke: (token) => {
      known.delete(token);
    },
  };
}
