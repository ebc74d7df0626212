// Imported first: grafast reads this when it is loaded.
process.env.GRAPHILE_ENV ??= "production";
