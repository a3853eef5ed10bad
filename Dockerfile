# Colloquy in a container. Where it lies and what is set: docs/operating.md. `npm run image` does in a plain folder what
# the lines below do, and asks the result whether it is ready.

# Any Node that `engines` of package.json allows. The C library has to be glibc: voice, video and pictures are native.
FROM node:22-bookworm-slim AS build
WORKDIR /app
# What an install reads comes first, so that it is repeated only when that changes.
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
COPY prisma ./prisma
COPY messages ./messages
RUN npm ci --include=dev --include=optional --no-audit --no-fund
COPY . .
RUN npm run build
# What only builds and tests need stays behind, and the cache of the build.
RUN npm prune --omit=dev --no-audit --no-fund
RUN rm -rf .next/cache

FROM node:22-bookworm-slim
ENV NODE_ENV=production
ENV PORT=3000
ENV DATA_DIR=/data
ENV MEDIA_PORTS=40000-40099
WORKDIR /app
# Everything belongs to root; the server runs as an ordinary user and writes to the data folder alone.
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/public ./public
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/lib ./lib
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/server.ts /app/next.config.mjs /app/package.json /app/tsconfig.json /app/tsconfig.base.json ./
COPY --from=build /app/LICENSE /app/THIRD-PARTY-NOTICES.md ./
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
EXPOSE 40000-40099/udp
EXPOSE 40000-40099/tcp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, so that a stop reaches it.
CMD ["node", "--import", "tsx", "server.ts"]
