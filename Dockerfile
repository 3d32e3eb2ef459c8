# One image for our five apps: `command` says which. docker-compose.yml shows each with what it needs.
FROM node:20-bookworm-slim AS build
WORKDIR /trine
COPY . .
RUN npm ci --ignore-scripts && npx tsc --build

# The same install without what only building and testing need.
FROM build AS production
RUN npm prune --omit=dev --ignore-scripts

FROM node:20-bookworm-slim
WORKDIR /trine
ENV NODE_ENV=production MALLOC_ARENA_MAX=1
COPY --from=production /trine/package.json ./
COPY --from=production /trine/node_modules ./node_modules
COPY --from=production /trine/libs ./libs
COPY --from=production /trine/apps ./apps
USER node
# As natively: why is told in infra/launcher/apps.ts. Some apps have more options (docker-compose.yml).
ENTRYPOINT ["node", "--enable-source-maps", "--max-old-space-size=384", "--max-semi-space-size=16"]
