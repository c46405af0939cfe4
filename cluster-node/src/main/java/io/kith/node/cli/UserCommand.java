package io.kith.node.cli;

import picocli.CommandLine.Command;

/// Accounts.
@Command(
        name = "user",
        description = "Makes, changes, lists and removes accounts.",
        subcommands = {
            UserAdd.class,
            UserPasswd.class,
            UserDisable.class,
            UserEnable.class,
            UserDelete.class,
            UserKick.class,
            UserList.class
        })
final class UserCommand {}
