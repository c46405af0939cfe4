package io.kith.sharding.wire;

/// An operator's question or its answer (status, where, trace). It crosses only between nodes of the same version, so
/// it needs no number and may change with every release; any other node refuses it.
public interface OperatorMessage {}
