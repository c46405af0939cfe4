/// Where messages become bytes and back. [io.kith.sharding.serialization.Manifests] is the one list of what may cross
/// nodes; each `…Forms` gives the Protobuf form of one package's messages. Akka creates the two serializers by name:
/// `kith-proto` for everything that crosses between nodes of any version, `kith-operator` (Kryo) for operators'
/// questions between nodes of the same version. The invariant: what is registered has golden bytes, and these never
/// change.
@NullMarked
package io.kith.sharding.serialization;

import org.jspecify.annotations.NullMarked;
