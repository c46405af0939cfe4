package io.kith.node.cli;

import picocli.CommandLine.Command;

/// Domains.
@Command(
        name = "domain",
        description = "Adds, changes, lists and removes the domains that are served.",
        subcommands = {DomainAdd.class, DomainList.class, DomainSet.class, DomainRemove.class})
final class DomainCommand {}
