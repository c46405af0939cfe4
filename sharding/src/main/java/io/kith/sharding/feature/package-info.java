/// The extension point: one XEP is one [io.kith.sharding.feature.Feature], one test and one line in
/// the registry.
///
/// A feature decides and the account's owner acts: handlers are given an
/// [io.kith.sharding.feature.Account] and a stanza and answer with an
/// [io.kith.sharding.feature.Outcome]; they send nothing, wait for nothing and keep no state of
/// their own. [io.kith.sharding.feature.FeatureChain] puts the registered features together once,
/// at start, and names conflicts there. Within one [io.kith.sharding.feature.Stage] the order of
/// features must not matter.
@NullMarked
package io.kith.sharding.feature;

import org.jspecify.annotations.NullMarked;
