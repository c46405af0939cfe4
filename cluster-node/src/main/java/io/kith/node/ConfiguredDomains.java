package io.kith.node;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import io.kith.node.admin.Administration.HostedDomain;
import io.kith.node.admin.HostedDomains;
import io.kith.node.admin.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/// The domains of the settings, which change with a restart only.
final class ConfiguredDomains implements HostedDomains {

    private static final String FIXED = "the domains of this node are set by its configuration (--domain)";

    private final Set<String> domains;

    ConfiguredDomains(List<String> domains) {
        this.domains = Set.copyOf(domains);
    }

    @Override
    public boolean hosts(String domain) {
        return domains.contains(domain);
    }

    @Override
    public CompletionStage<List<HostedDomain>> list() {
        return completedStage(domains.stream()
                .sorted()
                .map(domain -> new HostedDomain(domain, Map.of()))
                .toList());
    }

    @Override
    public CompletionStage<Void> add(String domain) {
        return fixed();
    }

    @Override
    public CompletionStage<Void> set(String domain, Map<String, String> settings) {
        return fixed();
    }

    @Override
    public CompletionStage<Void> remove(String domain) {
        return fixed();
    }

    private static CompletionStage<Void> fixed() {
        return failedStage(new Refusal(Refusal.Reason.CONFLICT, FIXED));
    }
}
