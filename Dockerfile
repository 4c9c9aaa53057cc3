# The server as an image: the built command line and nothing beside it. Packages are bundled; none is installed in what runs.
# To pin the base beyond its version, add the digest that your registry shows: node:24.21.0-slim@sha256:…

FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts/build-package.ts scripts/bundled-licenses.ts ./scripts/
COPY src ./src
RUN node scripts/build-package.ts

FROM node:24.21.0-slim
# A container is reached from outside of it; everything that is kept is kept below /data.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:/data/firstpass.db
WORKDIR /app
# A new volume takes its owner from here.
RUN mkdir --mode=0700 /data && chown node:node /data
COPY package.json app.yml ./
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/firstpass.js"]
CMD ["start"]
