package io.kith.proto.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DataFormTest {

    @Test
    void a_form_is_read_as_it_was_written() {
        var form = DataForm.of(
                        DataForm.Type.FORM,
                        FormField.formType("urn:example"),
                        FormField.asked("who", "list-single", "Who?")
                                .withOptions(List.of(
                                        new FormField.Option("Everybody", "all"), new FormField.Option("", "none")))
                                .with("all")
                                .asRequired())
                .titled("A title", "What to do");

        assertThat(DataForm.from(form.toElement())).contains(form);
        assertThat(form.formType()).isEqualTo("urn:example");
    }

    @Test
    void rows_of_a_result_name_their_columns_once() {
        var form = DataForm.of(DataForm.Type.RESULT)
                .withItems(List.of(
                        List.of(FormField.of("a", "1"), FormField.of("b", "2")),
                        List.of(FormField.of("a", "3"), FormField.of("b", "4"))));

        assertThat(form.toElement())
                .isEqualTo(Element.parse("<x xmlns='jabber:x:data' type='result'>"
                        + "<reported><field var='a'/><field var='b'/></reported>"
                        + "<item><field var='a'><value>1</value></field><field var='b'><value>2</value></field></item>"
                        + "<item><field var='a'><value>3</value></field><field var='b'><value>4</value></field></item>"
                        + "</x>"));
        assertThat(DataForm.from(form.toElement())).contains(form);
    }

    @Test
    void booleans_are_yes_no_or_nothing() {
        var form = DataForm.of(
                DataForm.Type.SUBMIT,
                FormField.of("one", "1"),
                FormField.of("yes", "true"),
                FormField.of("no", "false"),
                FormField.of("odd", "perhaps"),
                FormField.of("empty"));

        assertThat(form.flag("one")).contains(true);
        assertThat(form.flag("yes")).contains(true);
        assertThat(form.flag("no")).contains(false);
        assertThat(form.flag("odd")).isEmpty();
        assertThat(form.flag("empty")).isEmpty();
        assertThat(form.flag("missing")).isEmpty();
    }

    @Test
    void what_is_no_form_is_none() {
        assertThat(DataForm.from(Element.parse("<x xmlns='jabber:x:data' type='odd'/>")))
                .isEmpty();
        assertThat(DataForm.from(Element.parse("<x xmlns='jabber:x:data'/>"))).isEmpty();
        assertThat(DataForm.from(Element.parse("<y xmlns='jabber:x:data' type='form'/>")))
                .isEmpty();
    }
}
