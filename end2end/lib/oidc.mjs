// An identity provider as a city has one: a real OpenID Connect server with one client. Whoever signs in there is called what they type,
// so a test says who it is; the password does not matter.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

/** Starts it at a free port, for a client that comes back to these addresses. */
export const startProvider = async (clientId, clientSecret, backs) => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: backs, response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, email: `${id}@city.example.jp`, email_verified: true }),
    }),
    pkce: { required: () => true },
    cookies: { keys: ["for tests only"] },
  });
  server.on("request", provider.callback());
  return { issuer, stop: () => server.close() };
};
