// Ends with 0 if the server is healthy: for the health check of its container.
import { request } from "node:http";

const address = process.env.GRAPHQL_LISTEN;
const target = address.startsWith("/") ? { socketPath: address } : { host: address.replace(/:[0-9]+$/, ""), port: address.replace(/.*:/, "") };
const fail = () => process.exit(1);
request({ ...target, path: "/health", timeout: 8_000 }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on("error", fail)
  .on("timeout", fail)
  .end();
