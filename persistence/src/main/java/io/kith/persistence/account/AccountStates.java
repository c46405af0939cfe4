package io.kith.persistence.account;

import io.kith.persistence.archive.Buckets.Bucket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// The state of all accounts, each written by its owner.
///
/// Items have a version: of two owners that believe in one account, only one can save. Cursors and buckets have none: a
/// cursor is never moved back by a late write, and buckets are only added. All futures fail with a
/// [io.kith.persistence.failure.StoreException]; a save whose outcome is unknown may be repeated as it is, and answers
/// `Stale` when it had happened and the repeat could not tell.
public interface AccountStates {

    /// The most changes in one save.
    int CHANGES_MAX = 500;

    /// Everything, in one read.
    CompletionStage<AccountState> load(UUID uid);

    /// Makes all changes, or none when the version is not `expectedVersion` any more. An empty list
    /// is a claim: it moves the version and nothing else.
    CompletionStage<Saved> save(UUID uid, long expectedVersion, List<Change> changes);

    /// Moves the cursors of these devices forward; one that is further already stays.
    CompletionStage<Void> saveCursors(UUID uid, Map<String, Long> cursors);

    /// Forgets the cursor of a device that stood at `id`. It comes back with a later id only.
    CompletionStage<Void> removeCursor(UUID uid, String device, long id);

    /// Records a bucket, or the rows counted in it.
    CompletionStage<Void> saveBucket(UUID uid, Bucket bucket);

    /// Erases the whole partition. Repeatable; the uid must not be used again.
    CompletionStage<Void> erase(UUID uid);

    /// Moves the cursor of one device forward.
    default CompletionStage<Void> saveCursor(UUID uid, String device, long id) {
        return saveCursors(uid, Map.of(device, id));
    }

    /// @throws IllegalArgumentException if these are more changes or cursors than one write may carry
    static void requireFew(int changes, int max) {
        if (changes > max) {
            throw new IllegalArgumentException(changes + " changes in one write, at most " + max);
        }
    }
}
