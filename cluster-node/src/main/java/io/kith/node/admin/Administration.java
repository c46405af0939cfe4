package io.kith.node.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// What an operator can ask for. Names are as typed; what can't be done fails with a [Refusal] that says why.
///
/// When a change has answered, it is stored, and the sessions that it ends have been told.
public interface Administration {

    /// Makes an account in a domain that is served here.
    CompletionStage<Void> addUser(String user, String password);

    /// Makes an account whose password another server has known, from the [ImportedKeys] that it has kept.
    CompletionStage<Void> importUser(String user, String keys);

    /// Replaces the password and ends all sessions of the account.
    CompletionStage<Void> setPassword(String user, String password);

    /// Lets the account log in no more and ends its sessions; messages to it are refused until it is enabled again.
    CompletionStage<Void> disableUser(String user);

    /// Lets the account log in again.
    CompletionStage<Void> enableUser(String user);

    /// Takes the account away with everything that it owns; its contacts are told, its name rests for 90 days.
    CompletionStage<Void> deleteUser(String user);

    /// Ends all sessions of the account, which may log in again.
    CompletionStage<Void> kickUser(String user);

    /// One page of the accounts of a domain that is served here, in the order of their names.
    ///
    /// @param after the page begins after this name; "" for the first
    CompletionStage<UserPage> users(String domain, String after);

    /// All domains that are served, with their settings.
    CompletionStage<List<HostedDomain>> domains();

    /// Serves a domain from now on.
    CompletionStage<Void> addDomain(String domain);

    /// Changes settings of a domain.
    CompletionStage<Void> setDomain(String domain, Map<String, String> settings);

    /// Serves a domain no longer; its accounts stay stored.
    CompletionStage<Void> removeDomain(String domain);

    /// What can be asked for of rooms.
    RoomAdministration rooms();

    /// Where clients connect, in words; "" where they can't.
    CompletionStage<String> where();

    /// Reads the reloadable settings again.
    ///
    /// @return what an operator should know about it, in one line
    CompletionStage<String> reload();

    /// An account as operators see it.
    ///
    /// @param status `active`, `disabled` or `leaving`
    record User(String user, String status, Instant created) {}

    /// Some accounts.
    ///
    /// @param next what to ask the next page after; "" on the last page
    record UserPage(List<User> users, String next) {
        public UserPage {
            users = List.copyOf(users);
        }
    }

    /// A domain with what is set for it.
    record HostedDomain(String domain, Map<String, String> settings) {
        public HostedDomain {
            settings = Map.copyOf(settings);
        }
    }
}
