package io.kith.node.fitness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows of docs/ARCHITECTURE.md: `proto ← persistence ← sharding ← cluster-node`, and no cycle within a module.
final class ArchitectureTest {

    private static final JavaClasses KITH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("io.kith");

    @Test
    void proto_knows_no_akka_no_driver_no_logging_and_no_other_module() {
        noClasses()
                .that()
                .resideInAPackage("io.kith.proto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "akka..",
                        "com.datastax..",
                        "org.slf4j..",
                        "io.kith.persistence..",
                        "io.kith.sharding..",
                        "io.kith.node..")
                .because("the languages are pure: they run in a fuzzer, a load tool and a test without anything else")
                .check(KITH);
    }

    @Test
    void persistence_knows_no_actors() {
        noClasses()
                .that()
                .resideInAPackage("io.kith.persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("akka..", "io.kith.sharding..", "io.kith.node..")
                .because("what is durable answers with futures; who waits for them is not its business")
                .check(KITH);
    }

    @Test
    void sharding_knows_no_socket_and_no_driver() {
        noClasses()
                .that()
                .resideInAPackage("io.kith.sharding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kith.node..", "com.datastax..", "java.net..", "akka.stream..", "akka.http..")
                .because(
                        "what is alive is addressed through interfaces; only the composition root knows ports and stores")
                .check(KITH);
    }

    @Test
    void a_xep_names_no_actor() {
        noClasses()
                .that()
                .resideInAPackage("io.kith.sharding.xep..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("akka..")
                .because("features decide, entities act: a feature returns an Outcome")
                .allowEmptyShould(true)
                .check(KITH);
    }

    @Test
    void packages_of_a_module_form_no_cycle() {
        for (var module : new String[] {"proto", "persistence", "sharding", "node"}) {
            slices().matching("io.kith." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(KITH);
        }
    }

    @Test
    void names_say_what_a_thing_is() {
        classes()
                .that()
                .resideInAPackage("io.kith..")
                .and()
                .resideOutsideOfPackages("io.kith.proto.wire..", "io.kith.proto.store..")
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .because("a class is named by the domain's noun; see io.kith.proto.jid.Jid")
                .check(KITH);
    }
}
