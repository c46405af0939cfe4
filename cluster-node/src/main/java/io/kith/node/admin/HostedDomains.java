package io.kith.node.admin;

import io.kith.proto.jid.Jid;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// The domains that this cluster serves. What can't be done fails with a [Refusal].
public interface HostedDomains {

    /// Whether a prepared domain is served now.
    boolean hosts(String domain);

    /// All of them.
    CompletionStage<List<Administration.HostedDomain>> list();

    /// Serves one more.
    CompletionStage<Void> add(String domain);

    /// Whom these settings make owners of all rooms of a domain.
    List<Jid> owners(Map<String, String> settings);

    /// Changes settings of one.
    CompletionStage<Void> set(String domain, Map<String, String> settings);

    /// Serves one no longer.
    CompletionStage<Void> remove(String domain);
}
