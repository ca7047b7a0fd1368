# Builds Sluice and runs one of its roles: docker run sluice ingress --config /etc/sluice/sluice.yaml
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -pl launcher -am -DskipTests package

FROM eclipse-temurin:25-jdk
RUN useradd --system --create-home --home-dir /var/lib/sluice sluice
WORKDIR /opt/sluice
COPY --from=build /src/launcher/target/app launcher/target/app
COPY --from=build /src/sluice sluice
COPY --from=build /src/config config
ENV SLUICE_APP=/opt/sluice/launcher/target/app
USER sluice
WORKDIR /var/lib/sluice
ENTRYPOINT ["/opt/sluice/sluice"]
CMD ["up"]
