package io.kith.persistence.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that Cassandra reads at its start, written anew each time.
final class CassandraFiles {

    /// The exports and opens that Cassandra asks of any JDK since 17.
    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/java.lang.ref",
            "java.base/jdk.internal.util",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc");

    private static final List<String> OPENS = List.of(
            "java.base/java.lang.module",
            "java.base/java.lang.reflect",
            "java.base/java.lang",
            "java.base/java.math",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.io",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/sun.nio.ch",
            "jdk.management/com.sun.management.internal",
            "java.rmi/sun.rmi.transport.tcp");

    private final Layout layout;
    private final CassandraRuntime runtime;
    private final int heapMegabytes;

    CassandraFiles(Layout layout, CassandraRuntime runtime, int heapMegabytes) {
        this.layout = layout;
        this.runtime = runtime;
        this.heapMegabytes = heapMegabytes;
    }

    void write(Ports ports) throws IOException {
        Files.createDirectories(layout.classes());
        Files.createDirectories(layout.logs());
        ChildClasses.writeTo(layout.classes());
        Files.writeString(layout.yaml(), yaml(ports));
        Files.writeString(layout.logback(), logback());
        Files.writeString(
                layout.arguments(),
                arguments().stream().map(CassandraFiles::quoted).collect(Collectors.joining("\n")));
    }

    private List<String> arguments() {
        var arguments = new ArrayList<String>();
        EXPORTS.forEach(name -> arguments.add("--add-exports=" + name + "=ALL-UNNAMED"));
        OPENS.forEach(name -> arguments.add("--add-opens=" + name + "=ALL-UNNAMED"));
        arguments.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xms" + heapMegabytes + "M",
                "-Xmx" + heapMegabytes + "M",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=128M",
                "-Xss256k",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + layout.logs().resolve("crash-%p.log"),
                "-Djava.awt.headless=true",
                "-Djdk.attach.allowAttachSelf=true",
                "-Djava.io.tmpdir=" + layout.run(),
                "-Dlogback.configurationFile=" + layout.logback().toUri(),
                "-Dcassandra.config=" + layout.yaml().toUri(),
                "-Dcassandra.storagedir=" + layout.root(),
                "-Dcassandra.logdir=" + layout.logs(),
                "-Dcassandra-foreground=yes",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.initial_token=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.disable_tcactive_openssl=true",
                "-cp",
                Stream.concat(Stream.of(layout.classes()), runtime.jars().stream())
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator))));
        return arguments;
    }

    /// The form of the java launcher's argument files.
    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// One node on loopback that is durable before it answers: with `group` a write waits for the
    /// next sync, which comes every 2 ms. Each waiting write holds a thread of `concurrent_writes`,
    /// so there are many.
    private static String yaml(Ports ports) {
        return """
                cluster_name: kith
                partitioner: org.apache.cassandra.dht.Murmur3Partitioner
                num_tokens: 1
                endpoint_snitch: SimpleSnitch
                seed_provider:
                  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                    parameters:
                      - seeds: "127.0.0.1:%2$d"
                listen_address: 127.0.0.1
                storage_port: %2$d
                rpc_address: 127.0.0.1
                native_transport_port: %1$d
                start_native_transport: true
                storage_compatibility_mode: NONE
                sstable:
                  selected_format: bti
                memtable:
                  configurations:
                    trie:
                      class_name: TrieMemtable
                    default:
                      inherits: trie
                memtable_allocation_type: offheap_objects
                memtable_heap_space: 64MiB
                memtable_offheap_space: 64MiB
                commitlog_sync: group
                commitlog_sync_group_window: 2ms
                commitlog_segment_size: 16MiB
                commitlog_total_space: 256MiB
                concurrent_writes: 256
                concurrent_reads: 32
                concurrent_compactors: 1
                read_request_timeout: 10s
                range_request_timeout: 20s
                write_request_timeout: 10s
                request_timeout: 20s
                row_cache_size: 0MiB
                counter_cache_size: 0MiB
                hinted_handoff_enabled: false
                incremental_backups: false
                auto_snapshot: false
                snapshot_before_compaction: false
                cdc_enabled: false
                user_defined_functions_enabled: false
                disk_failure_policy: stop
                commit_failure_policy: die
                """.formatted(ports.cql(), ports.storage());
    }

    private String logback() {
        return """
                <configuration>
                  <appender name="FILE" class="ch.qos.logback.core.rolling.RollingFileAppender">
                    <file>%1$s</file>
                    <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
                      <fileNamePattern>%1$s.%%i</fileNamePattern>
                      <minIndex>1</minIndex>
                      <maxIndex>2</maxIndex>
                    </rollingPolicy>
                    <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
                      <maxFileSize>10MB</maxFileSize>
                    </triggeringPolicy>
                    <encoder>
                      <pattern>%%-5level %%d{ISO8601} [%%thread] %%logger{0} - %%msg%%n</pattern>
                    </encoder>
                  </appender>
                  <root level="INFO">
                    <appender-ref ref="FILE"/>
                  </root>
                </configuration>
                """.formatted(layout.logs().resolve("cassandra.log"));
    }
}
