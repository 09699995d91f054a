# What runs in a cluster: Node 24, the packages that the product needs, and its sources, which Node runs as they are.
# Our checks have no container tool: they try what is copied here, and do not build this.
FROM docker.io/library/node:24-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the optional packages, which carry a Node for machines that have none.
RUN npm ci --omit=dev --omit=optional
COPY bin bin
COPY deploy/crds deploy/crds
COPY src src
USER 65532:65532
EXPOSE 9000
ENTRYPOINT ["node", "src/main.ts"]
CMD ["help"]
