import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// Reads what Surefire and Failsafe have written: prints the time per layer (processes and foreign clients are tested
/// two at a time, so the layers may add up to more than the clock says), every failure, every skip with its reason,
/// and the counts. Ends with 1 when a test failed, none ran, or the build broke off.
///
/// Arguments: the build's exit code, and how many seconds it took.
void main(String[] arguments) throws Exception {
    var layers = new LinkedHashMap<String, Layer>();
    for (var name : List.of(UNIT, STORES, SYSTEMS, PROCESSES, FOREIGN)) {
        layers.put(name, new Layer());
    }
    var failures = new ArrayList<String>();
    var skips = new ArrayList<String>();
    for (var report : reports()) {
        read(report, layers, failures, skips);
    }
    var sum = new Layer();
    layers.forEach((name, layer) -> {
        IO.println(String.format(Locale.ROOT, "%-26s %5d tests %8.1f s", name, layer.tests, layer.seconds));
        sum.add(layer);
    });
    var build = Integer.parseInt(arguments[0]);
    IO.println(String.format(
            Locale.ROOT, "%-26s %5d tests %8.1f s", "by the clock, with build", sum.tests, Double.valueOf(arguments[1])));
    skips.forEach(skip -> IO.println("skipped: " + skip));
    failures.forEach(failure -> IO.println("FAILED: " + failure));
    if (build != 0) {
        IO.println("FAILED: the build broke off; see target/test.log");
        sum.tests++;
        sum.failed++;
    }
    var passed = sum.tests - sum.failed - sum.skipped;
    var skipped = sum.skipped > 0 ? ", " + sum.skipped + " skipped" : "";
    IO.println(passed + " passed, " + sum.failed + " failed" + skipped);
    System.exit(sum.failed == 0 && passed > 0 ? 0 : 1);
}

static final String UNIT = "unit and property";
static final String STORES = "stores on Cassandra";
static final String SYSTEMS = "transcripts and cluster";
static final String PROCESSES = "processes";
static final String FOREIGN = "foreign clients";

static final class Layer {
    int tests;
    int failed;
    int skipped;
    double seconds;

    void add(Layer other) {
        tests += other.tests;
        failed += other.failed;
        skipped += other.skipped;
        seconds += other.seconds;
    }
}

List<Path> reports() throws IOException {
    try (var files = Files.walk(Path.of("."), 4)) {
        return files.filter(file -> file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
                .sorted()
                .toList();
    }
}

void read(Path report, Map<String, Layer> layers, List<String> failures, List<String> skips) throws Exception {
    var suite = DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getDocumentElement();
    var layer = layers.get(layerOf(report, suite.getAttribute("name")));
    layer.seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
    var cases = suite.getElementsByTagName("testcase");
    for (var at = 0; at < cases.getLength(); at++) {
        var test = (Element) cases.item(at);
        var name = test.getAttribute("classname") + "." + test.getAttribute("name");
        layer.tests++;
        var broken = child(test, "failure") != null ? child(test, "failure") : child(test, "error");
        if (broken != null) {
            layer.failed++;
            var message = broken.getAttribute("message").lines().limit(8).toList();
            failures.add(name + ": " + message + " (" + report + ")");
        } else if (child(test, "skipped") != null) {
            layer.skipped++;
            skips.add(name + ": " + child(test, "skipped").getAttribute("message"));
        }
    }
}

Element child(Element test, String name) {
    return (Element) test.getElementsByTagName(name).item(0);
}

String layerOf(Path report, String suite) {
    if (suite.contains(".transcript.") || suite.contains(".cluster.")) {
        return SYSTEMS;
    }
    if (!report.toString().contains("failsafe-reports")) {
        return UNIT;
    }
    return suite.contains(".foreign.") ? FOREIGN : suite.contains(".persistence.") ? STORES : PROCESSES;
}
