# What runs in a cluster: Node 24 and the built product. Our checks have no container tool: they do what this says by hand,
# in `test/image.test.ts`, and do not build it.
FROM docker.io/library/node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY scripts/build.ts scripts/build.ts
COPY src src
RUN node scripts/build.ts

FROM docker.io/library/node:24-slim
WORKDIR /app
COPY --from=build /app/dist dist
COPY package.json ./
COPY deploy/crds deploy/crds
COPY src/web/assets src/web/assets
COPY src/notify/channels/mail/templates/own src/notify/channels/mail/templates/own
# One arena: the others of glibc hold on to memory that a few threads needed once.
ENV MALLOC_ARENA_MAX=1
USER 65532:65532
EXPOSE 9000 9001
# V8 collects sooner: half of the memory with thousands of approvals, for some more time at the start.
ENTRYPOINT ["node", "--optimize-for-size", "dist/countersign.js"]
CMD ["help"]
